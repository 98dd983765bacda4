import { closeSync, constants } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { openPrivate, PrivateFileError } from "./private-files.ts";

export interface Database {
  readonly sqlite: DatabaseSync;
  /** One at a time among all processes; rolled back if it throws. */
  exclusive<T>(act: () => T): T;
  close(): void;
}

const BUSY_MS = 10_000;

/** A file of its own, for its owner alone; what is committed is durable. */
export function openDatabase(path: string, schema: string): Database {
  closeSync(openPrivate(path, constants.O_CREAT | constants.O_RDWR));
  const sqlite = opened(path, schema);
  return {
    sqlite,
    exclusive(act) {
      sqlite.exec("BEGIN IMMEDIATE");
      try {
        const result = act();
        sqlite.exec("COMMIT");
        return result;
      } catch (error) {
        if (sqlite.isTransaction) sqlite.exec("ROLLBACK");
        throw error;
      }
    },
    close: () => sqlite.close(),
  };
}

function opened(path: string, schema: string): DatabaseSync {
  try {
    const sqlite = new DatabaseSync(path);
    // Rollback journal: a write-ahead log would be two more files to look after, and these are written seldom.
    sqlite.exec(
      `PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;`,
    );
    sqlite.exec(`BEGIN IMMEDIATE; ${schema}; COMMIT;`);
    return sqlite;
  } catch (error) {
    const why =
      error instanceof Error && "errstr" in error ? String(error.errstr) : "it cannot be opened";
    throw new PrivateFileError(
      "unusable_file",
      `The database ${path} cannot be used: ${why}. Find out why before you move it away.`,
      { cause: error },
    );
  }
}
