import { chmodSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { freemem } from "node:os";
import process from "node:process";

const MEMORY = "/dev/shm";
/** statfs(2) */
const TMPFS = 0x01021994;
const ENOUGH_BYTES = 4 * 2 ** 30;

/**
 * A store that lives for one test needs no disk: in memory a run takes half the time. A TMPDIR that is set stands, and so
 * does the disk where there is no such file system or too little of it (a container's is small).
 * @returns {{ env: { TMPDIR?: string }, remove: () => void }}
 */
export function temporaryFolder() {
  const none = { env: {}, remove: () => {} };
  if (process.env["TMPDIR"] || process.platform !== "linux") return none;
  try {
    const { type, bavail, bsize } = statfsSync(MEMORY);
    if (type !== TMPFS || bavail * bsize < ENOUGH_BYTES || freemem() < ENOUGH_BYTES) return none;
    const folder = mkdtempSync(`${MEMORY}/underclaim-`);
    // A test opens a store as another user.
    chmodSync(folder, 0o755);
    return {
      env: { TMPDIR: folder },
      remove: () => rmSync(folder, { recursive: true, force: true }),
    };
  } catch {
    return none;
  }
}
