// Names of processes in records, so that another one can tell what a dead one left open.

/** `<pid>.<random>`: a process id alone is given again. */
export const writerName = (pid: number, random: string): string => `${pid}.${random}`;

/** Whether the process may still be at work. In doubt it is. */
export function writerAlive(writer: string, self: string): boolean {
  if (writer === self) return true;
  const pid = Number(writer.split(".")[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0 || String(pid) === self.split(".")[0]) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
