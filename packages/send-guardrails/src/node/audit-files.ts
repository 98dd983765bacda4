// The log's files as they lie on disk.
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { openPrivate } from "./private-files.ts";

/** What writing comes down to; tests put a full disk in its place. */
export interface AuditDisk {
  /** @returns how many bytes were taken */
  write(descriptor: number, bytes: Uint8Array): number;
  sync(descriptor: number): void;
}

export const auditDisk: AuditDisk = {
  write: (descriptor, bytes) => writeSync(descriptor, bytes),
  sync: fsyncSync,
};

/** 0 where there is none. A link is looked at itself, never through. */
export function sizeOf(path: string): number {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.size ?? 0;
}

/** The bytes from `from` on. */
export function readFrom(path: string, from = 0): string {
  if (sizeOf(path) <= from) return "";
  const descriptor = openPrivate(path, constants.O_RDONLY);
  try {
    if (from === 0) return readFileSync(descriptor, "utf8");
    const bytes = Buffer.alloc(fstatSync(descriptor).size - from);
    readSync(descriptor, bytes, 0, bytes.length, from);
    return bytes.toString("utf8");
  } finally {
    closeSync(descriptor);
  }
}

/** Appends and makes durable. What could not be written whole is taken back where that is possible. */
export function appendDurably(disk: AuditDisk, path: string, line: string, at: number): void {
  const isNew = at === 0;
  const descriptor = openPrivate(path, constants.O_CREAT | constants.O_APPEND | constants.O_RDWR);
  try {
    const bytes = Buffer.from(line);
    try {
      for (let done = 0; done < bytes.length; done += disk.write(descriptor, bytes.subarray(done)));
      disk.sync(descriptor);
    } catch (error) {
      ftruncateSync(descriptor, at);
      throw error;
    }
  } finally {
    closeSync(descriptor);
  }
  if (isNew) syncFolder(dirname(path));
}

/** A new name is durable once its folder is. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, constants.O_RDONLY);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Beside the log, named after the last line it holds. */
export const segmentPath = (path: string, lastSeq: number): string =>
  join(dirname(path), `${basename(path)}.${String(lastSeq).padStart(12, "0")}`);
