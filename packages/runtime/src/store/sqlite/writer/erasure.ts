import type { DatabaseSync } from "node:sqlite";
import type { WireRequest } from "../wire.ts";

/**
 * Runs a batch; where it erases, nothing of the person lingers in the log. What is deleted or replaced is overwritten at once,
 * always (`secure_delete`): a copy that was dropped long before its person was erased would be found by nobody any more.
 */
export function leavingNoTrace<T>(
  db: DatabaseSync,
  requests: readonly WireRequest[],
  run: () => T,
): T {
  const result = run();
  if (requests.some(([kind]) => kind === "erase")) db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  return result;
}
