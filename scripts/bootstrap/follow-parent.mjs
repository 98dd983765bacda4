// Preloaded (--import) into what the bootstrap starts. When the bootstrap dies without a word, by SIGKILL or a
// crash, the IPC channel closes, and this process's group is told to end as if by SIGTERM.
//
// The contract, for other launchers: an IPC channel, and UNDERCLAIM_PARENT_PID with the launcher's process id.
// Workers and grandchildren inherit the preload but not that parent, so they ignore it.
import process from "node:process";
import { isMainThread } from "node:worker_threads";

const graceMs = 10_000;

if (isMainThread && process.channel && process.env.UNDERCLAIM_PARENT_PID === String(process.ppid)) {
  delete process.env.UNDERCLAIM_PARENT_PID;
  process.once("disconnect", () => {
    end("SIGTERM");
    setTimeout(() => end("SIGKILL"), graceMs).unref();
  });
  process.channel.unref(); // the channel alone keeps no process alive
}

function end(signal) {
  try {
    process.kill(-process.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
    process.kill(process.pid, signal); // not the leader of a group
  }
}
