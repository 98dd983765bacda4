/**
 * Loaded only where a test names it (`points` of openSqliteStore): kills the process at a named point.
 * UNDERCLAIM_CRASH_AT="store.mid_batch:3" kills it the third time it passes that point.
 */
const [name, count = "1"] = (process.env["UNDERCLAIM_CRASH_AT"] ?? "").split(":");
let left = Number(count);

export default function crashPoint(point: string): void {
  if (point === name && --left === 0) process.kill(process.pid, "SIGKILL");
}
