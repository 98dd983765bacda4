// Child processes of the bootstrap: run one in the foreground with its signals, or capture its output.
import { spawn } from "node:child_process";
import os from "node:os";
import process from "node:process";

/** An error whose message is all the user needs: what failed, and what to do. */
export class BootstrapError extends Error {}

const forwarded = ["SIGINT", "SIGTERM", "SIGHUP"];
/** One Ctrl-C arrives twice, from the terminal and again from npm. */
const repeatMs = 1_000;
const graceMs = 10_000;
const followParent = new URL("./follow-parent.mjs", import.meta.url).href;

/**
 * Runs a command with this terminal and passes signals on. Whatever is left of its group when it has ended is
 * ended, too; ten seconds after a signal the group is killed.
 *
 * @param {{cwd: string, env: NodeJS.ProcessEnv, isNode?: boolean, ownGroup?: boolean}} options isNode adds the
 *   channel by which the command notices that this process is gone
 * @returns {Promise<number>} the exit code, 128 + the signal's number if a signal ended it
 */
export function run(file, args, { cwd, env, isNode = false, ownGroup = true }) {
  const child = spawn(file, isNode ? ["--import", followParent, ...args] : args, {
    cwd,
    env: isNode ? { ...env, UNDERCLAIM_PARENT_PID: String(process.pid) } : env,
    stdio: [ownGroup ? "ignore" : "inherit", "inherit", "inherit", ...(isNode ? ["ipc"] : [])],
    detached: ownGroup,
  });
  const send = (signal) => signalGroup(child, ownGroup, signal);
  const stop = forwardSignals(send);
  const orphaned = watchNpm(() => process.kill(process.pid, "SIGTERM"));
  return new Promise((resolve, reject) => {
    child.on("error", (error) => {
      reject(new BootstrapError(`${file} could not be started: ${error.message}`));
    });
    child.on("exit", (code, signal) => {
      stop();
      clearInterval(orphaned);
      if (ownGroup) send("SIGTERM");
      resolve(code ?? 128 + os.constants.signals[signal]);
    });
  });
}

/** Runs a command to its end and keeps what it printed, addresses of hosts removed. */
export function capture(file, args, { cwd, env }) {
  const child = spawn(file, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const stop = forwardSignals((signal) => child.kill(signal));
  const chunks = [];
  child.stdout.on("data", (chunk) => chunks.push(chunk));
  child.stderr.on("data", (chunk) => chunks.push(chunk));
  return new Promise((resolve) => {
    child.on("error", (error) => resolve({ code: 127, output: error.message }));
    child.on("close", (code, signal) => {
      const interrupted = stop();
      if (interrupted !== undefined) process.exit(128 + os.constants.signals[interrupted]);
      const output = withoutHosts(Buffer.concat(chunks).toString());
      resolve({ code: code ?? 128 + os.constants.signals[signal], output });
    });
  });
}

/** Registries may be private: their addresses do not belong in a log that someone pastes elsewhere. */
export function withoutHosts(text) {
  return text
    .replace(/\bhttps?:\/\/[^\s"'<>)]+/g, "<address>")
    .replace(
      /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH) [\w.:-]+/g,
      "$1 <address>",
    )
    .replace(
      /\b((?:resolve|lookup|connect(?: to)?) (?:host:? )?)["'`]?[\w-]+(?:\.[\w-]+)+(?::\d+)?/gi,
      "$1<address>",
    );
}

/** @returns {() => string | undefined} ends the forwarding and tells which signal came, if any */
function forwardSignals(send) {
  let first;
  const last = new Map();
  let deadline;
  const onSignal = (signal) => {
    const now = performance.now();
    if (now - (last.get(signal) ?? -Infinity) < repeatMs) return;
    last.set(signal, now);
    first ??= signal;
    send(signal);
    deadline ??= setTimeout(() => send("SIGKILL"), graceMs);
  };
  for (const signal of forwarded) process.on(signal, onSignal);
  return () => {
    clearTimeout(deadline);
    for (const signal of forwarded) process.off(signal, onSignal);
    return first;
  };
}

function signalGroup(child, ownGroup, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(ownGroup ? -child.pid : child.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error; // already gone
  }
}

/** npm that was killed cannot pass anything on. Without npm a shell may have ended on purpose (`… &`). */
function watchNpm(onGone) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, 500);
  return timer.unref();
}
