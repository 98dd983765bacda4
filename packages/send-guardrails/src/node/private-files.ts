// Files that only their owner may read, and that are what they seem: modes and ownership are looked at, links refused.
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  type Stats,
} from "node:fs";
import { dirname } from "node:path";
import { UnderclaimError } from "@underclaim/contract";

/** A file or folder that must not be trusted, or cannot be used. The code is a system's, `unsafe_file` or `unusable_file`. */
export class PrivateFileError extends UnderclaimError {}

const OTHERS = 0o077;

/** Makes the folder if it is missing, for its owner alone; one that others may enter is refused. */
export function privateFolder(folder: string): void {
  guarded(`The folder ${folder}`, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    inspect(lstatSync(folder), folder, "folder");
  });
}

/** Opens a regular file of ours, never through a link. @param flags beside O_NOFOLLOW; with O_CREAT it is made for its owner alone */
export function openPrivate(path: string, flags: number): number {
  return guarded(`The file ${path}`, () => {
    inspect(lstatSync(dirname(path)), dirname(path), "folder");
    const descriptor = openSync(path, flags | constants.O_NOFOLLOW, 0o600);
    try {
      inspect(fstatSync(descriptor), path, "file");
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
    return descriptor;
  });
}

function inspect(stats: Stats, path: string, what: "file" | "folder"): void {
  const wrong = (problem: string): PrivateFileError =>
    new PrivateFileError("unsafe_file", `The ${what} ${path} ${problem}.`);
  if (what === "file" ? !stats.isFile() : !stats.isDirectory())
    throw wrong(`is no ordinary ${what}`);
  if (stats.uid !== process.geteuid?.()) throw wrong("belongs to another user");
  if ((stats.mode & OTHERS) !== 0)
    throw wrong(`may be used by others: chmod ${what === "file" ? "600" : "700"} it`);
  if (what === "file" && stats.nlink !== 1) throw wrong("has a second name (a hard link)");
}

function guarded<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof PrivateFileError) throw error;
    const code =
      error instanceof Error && "code" in error && typeof error.code === "string"
        ? error.code
        : "unknown";
    throw new PrivateFileError(code, `${what} cannot be used: ${code}.`, { cause: error });
  }
}
