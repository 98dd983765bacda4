import { chmodSync, mkdtempSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { freemem } from "node:os";
import path from "node:path";
import process from "node:process";

const MEMORY = "/dev/shm";
const NAME = /^underclaim-(\d+)-/;
/** statfs(2) */
const TMPFS = 0x01021994;
const ENOUGH_BYTES = 4 * 2 ** 30;

const lives = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** What a run that was killed has left would stay in memory until the next start of the machine. */
function removeOrphans() {
  for (const name of readdirSync(MEMORY)) {
    const pid = Number(NAME.exec(name)?.[1] ?? 0);
    if (pid > 0 && !lives(pid)) rmSync(path.join(MEMORY, name), { recursive: true, force: true });
  }
}

/**
 * A store that lives for one test needs no disk: in memory a run takes half the time. A TMPDIR that is set stands, and so
 * does the disk where there is no such file system or too little of it (a container's is small).
 * @returns {{ env: { TMPDIR?: string }, remove: () => void }}
 */
export function temporaryFolder() {
  const none = { env: {}, remove: () => {} };
  if (process.env["TMPDIR"] || process.platform !== "linux") return none;
  try {
    removeOrphans();
    const { type, bavail, bsize } = statfsSync(MEMORY);
    if (type !== TMPFS || bavail * bsize < ENOUGH_BYTES || freemem() < ENOUGH_BYTES) return none;
    const folder = mkdtempSync(`${MEMORY}/underclaim-${process.pid}-`);
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
