import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreUnavailableError } from "../../errors.ts";
import { describeFailure } from "./failures.ts";

/**
 * One process per folder. The lock is SQLite's own, held on an empty database beside the data for as long as the process
 * lives: the kernel lets go of it when the process dies, however it dies.
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, "lock.db");
  let lock: DatabaseSync | null = null;
  try {
    lock = new DatabaseSync(path, { timeout: 0 });
    lock.exec("BEGIN EXCLUSIVE");
    const held = lock;
    return () => held.close();
  } catch (error) {
    lock?.close();
    const failure = describeFailure(error, path);
    const message = failure.message.includes("is locked by")
      ? `The data folder ${folder} is in use by another process: stop that process, or choose another folder.`
      : failure.message;
    throw new StoreUnavailableError(message, false, { cause: error });
  }
}
