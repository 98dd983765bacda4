// `pnpm install --frozen-lockfile`, but only when something changed since it last succeeded, and never twice
// at the same time.
import { createHash } from "node:crypto";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { BootstrapError, capture } from "./supervise.mjs";
import { root, say, toolchain } from "./toolchain.mjs";

const stamp = path.join(root, "node_modules/.underclaim-installed");
const lock = path.join(toolchain, "install.lock");
const lockWaitMs = 600_000;

/** @param {() => Promise<{pnpm: string, env: NodeJS.ProcessEnv}>} tools asked only when there is work to do */
export async function install(tools) {
  if (isInstalled()) return;
  const { pnpm, env } = await tools();
  const release = await acquireLock();
  try {
    if (isInstalled()) return; // by the bootstrap this one waited for
    const before = fingerprint();
    say("installing dependencies");
    // Without a terminal to ask, pnpm must be told that it may replace a node_modules folder of npm's.
    const args = [
      "install",
      "--frozen-lockfile",
      "--prefer-offline",
      "--config.confirmModulesPurge=false",
    ];
    const result = await capture(pnpm, args, { cwd: root, env });
    if (result.code !== 0) {
      throw new BootstrapError(
        "The dependencies could not be installed. If a package.json was edited, run `npm run pnpm -- install` " +
          `to update the lockfile; otherwise check the network and try again.\n${result.output.trim()}`,
      );
    }
    writeFileSync(stamp, before);
  } finally {
    release();
  }
}

function isInstalled() {
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== fingerprint()) return false;
  return workspaces().every(
    (dir) => !hasDependencies(dir) || existsSync(path.join(dir, "node_modules")),
  );
}

/** What decides the content of node_modules: the lockfile, the workspace's settings and every manifest. */
function fingerprint() {
  const files = ["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json", ".npmrc"].map((file) =>
    path.join(root, file),
  );
  const hash = createHash("sha256").update(`${process.platform}-${process.arch}\n`);
  for (const file of [...files, ...workspaces().map((dir) => path.join(dir, "package.json"))]) {
    hash
      .update(`${path.relative(root, file)}\n`)
      .update(readFileSync(file))
      .update("\n");
  }
  return hash.digest("hex");
}

function workspaces() {
  const parents = ["packages", "apps"]
    .map((name) => path.join(root, name))
    .filter((dir) => existsSync(dir));
  const dirs = parents.flatMap((parent) =>
    readdirSync(parent)
      .sort()
      .map((name) => path.join(parent, name)),
  );
  return dirs.filter((dir) => existsSync(path.join(dir, "package.json")));
}

function hasDependencies(dir) {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(path.join(dir, "package.json"), "utf8"),
  );
  return Object.keys({ ...dependencies, ...devDependencies }).length > 0;
}

/** A file that names its owner's process id; the lock of a process that is gone is taken over. */
async function acquireLock() {
  mkdirSync(toolchain, { recursive: true });
  const started = performance.now();
  while (!create()) {
    const owner = readOwner();
    if (owner !== undefined && !isAlive(owner)) discardLockOf(owner);
    if (performance.now() - started > lockWaitMs) {
      throw new BootstrapError(
        `Process ${owner} has been installing for ten minutes. End it, or delete ${lock}.`,
      );
    }
    await sleep(100);
  }
  const release = () => readOwner() === process.pid && rmSync(lock, { force: true });
  process.once("exit", release);
  return release;
}

/** A hard link appears with its content or not at all. */
function create() {
  const own = `${lock}.${process.pid}`;
  try {
    writeFileSync(own, String(process.pid));
    linkSync(own, lock);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw new BootstrapError(
      `${lock} cannot be made: ${error.message}. The clone must be writable.`,
    );
  } finally {
    rmSync(own, { force: true });
  }
}

function readOwner() {
  try {
    return Number(readFileSync(lock, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return undefined; // just released
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Several waiting processes may see the same dead owner; the rename lets one of them win. */
function discardLockOf(owner) {
  const aside = `${lock}.discarded-${process.pid}`;
  try {
    if (readOwner() === owner) renameSync(lock, aside);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  rmSync(aside, { force: true });
}
