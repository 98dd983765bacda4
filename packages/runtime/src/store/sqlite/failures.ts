/** What SQLite's result codes mean to who runs the service. Plain data: it crosses from the writer's thread. */
export interface Failure {
  /** "medium": the store is unavailable. "change": this one change cannot be written, a programming error. */
  readonly kind: "medium" | "change";
  readonly message: string;
  readonly retryable: boolean;
}

interface SqliteError extends Error {
  readonly errcode: number;
}

const isSqliteError = (error: unknown): error is SqliteError =>
  error instanceof Error && "errcode" in error && typeof error.errcode === "number";

const medium = (message: string, retryable: boolean): Failure => ({
  kind: "medium",
  message,
  retryable,
});

/** Primary result codes: https://www.sqlite.org/rescode.html */
const explain = (path: string): Readonly<Record<number, Failure>> => ({
  3: medium(
    `No permission to use ${path}: give this user read and write access to its folder.`,
    false,
  ),
  5: medium(
    `${path} is locked by another program: close what has it open (a shell, a backup).`,
    true,
  ),
  6: medium(
    `${path} is locked by another program: close what has it open (a shell, a backup).`,
    true,
  ),
  7: medium(`Out of memory while using ${path}: give the process more memory.`, true),
  8: medium(`${path} is read-only: make the file and its folder writable for this user.`, false),
  10: medium(
    `The disk under ${path} failed to read or write: check the device and its space.`,
    true,
  ),
  11: medium(`${path} is damaged: stop the service and restore the folder from a backup.`, false),
  13: medium(
    `No space left for ${path}: free disk space; nothing that was answered is lost.`,
    true,
  ),
  14: medium(
    `${path} cannot be opened: the folder must exist and this user must be able to write in it.`,
    false,
  ),
  26: medium(
    `${path} is not a database: move it away, or restore the folder from a backup.`,
    false,
  ),
});

const sentence = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

export function describeFailure(error: unknown, path: string): Failure {
  if (isSqliteError(error)) {
    const known = explain(path)[error.errcode & 0xff];
    if (known)
      return { ...known, message: `${known.message} (SQLite ${error.errcode}: ${error.message})` };
  }
  return { kind: "change", message: sentence(error), retryable: false };
}
