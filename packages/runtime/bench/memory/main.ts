import { fork } from "node:child_process";
import { once } from "node:events";
import { temporaryFolders } from "../lib/temporary-folders.ts";

const EVENTS = Number(process.env["UNDERCLAIM_BENCH_EVENTS"] ?? 1_000_000);

interface Told {
  readonly marks: readonly { events: number; rss_mb: number; heap_mb: number }[];
  readonly rate: number;
  readonly read: number;
}

/** RSS of one process that writes and reads a large ledger, on the way and at the end. No peer: the limit is flatness. */
export async function memory(): Promise<object> {
  const folders = temporaryFolders(1);
  const child = fork(
    new URL("./child.ts", import.meta.url),
    [folders.paths[0] ?? "", String(EVENTS)],
    {
      execArgv: ["--conditions=@underclaim/source"],
    },
  );
  const exited = once(child, "exit");
  const told = await new Promise<Told>((resolve, reject) => {
    child.once("message", (message) => resolve(message as Told));
    child.once("exit", (code) => reject(new Error(`The process that writes ended with ${code}.`)));
  });
  await exited;
  folders.remove();
  const [first, , last] = told.marks;
  return {
    bench: "memory",
    rate: told.rate,
    rss_mb: last?.rss_mb,
    growth: Number(((last?.rss_mb ?? 0) / (first?.rss_mb ?? 1)).toFixed(3)),
    marks: told.marks,
    n: told.read,
  };
}
