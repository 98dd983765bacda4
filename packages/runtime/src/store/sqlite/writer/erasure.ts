import type { DatabaseSync } from "node:sqlite";
import type { WireRequest } from "../wire.ts";

/** Runs a batch; where it erases, what was erased lingers neither in free pages nor in the log. */
export function leavingNoTrace<T>(
  db: DatabaseSync,
  requests: readonly WireRequest[],
  run: () => T,
): T {
  if (!requests.some(([kind]) => kind === "erase")) return run();
  db.exec("PRAGMA secure_delete = ON");
  try {
    const result = run();
    db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    return result;
  } finally {
    db.exec("PRAGMA secure_delete = OFF");
  }
}
