// A file that a web server serves: written beside its place, then moved there in one step (POSIX rename).
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { PublicationTarget, PutAnswer } from "./port.ts";

/** The folder must exist: a wrong path is an error to be told, not a folder to be made. */
export function fileTarget(path: string): PublicationTarget {
  const beside = `${path}.next`;
  return {
    async put({ bytes }): Promise<PutAnswer> {
      try {
        const file = await open(beside, "w", 0o644);
        try {
          await file.writeFile(bytes);
          // On the disk before it has the name: a crash leaves no empty feed behind.
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(beside, path);
        await syncFolder(dirname(path));
        return { ok: true };
      } catch (error) {
        await rm(beside, { force: true }).catch(() => undefined);
        return { ok: false, reason: codeOf(error), sure: true };
      }
    },
  };
}

async function syncFolder(folder: string): Promise<void> {
  const opened = await open(folder, "r");
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "unknown";
