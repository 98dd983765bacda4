import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { expect, onTestFinished } from "vitest";

const repository = path.resolve(import.meta.dirname, "../..");

/** A pnpm that says its version and, asked to install, notes it in installs.txt and when two installs overlap. */
const fakePnpm = `#!${process.execPath}
const fs = require("node:fs");
if (process.argv[2] === "--version") { console.log("12.21.0"); process.exit(0); }
fs.appendFileSync("installs.txt", process.argv.slice(2).join(" ") + "\\n");
if (fs.existsSync("fail.txt")) { console.error(fs.readFileSync("fail.txt", "utf8")); process.exit(1); }
try { fs.mkdirSync("busy"); } catch { fs.appendFileSync("installs.txt", "overlap\\n"); }
fs.mkdirSync("node_modules", { recursive: true });
setTimeout(() => fs.rmdirSync("busy"), 150);
`;

/** A service that has a child of its own, and on a signal waits a moment for a repetition of it. */
const service = `
import { spawn } from "node:child_process";
const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
const signals: string[] = [];
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    signals.push(signal);
    if (signals.length === 1) setTimeout(() => { console.log("signals " + signals); process.exit(3); }, 300);
  });
}
setInterval(() => {}, 1000);
console.log("ready " + process.pid + " " + child.pid + " " + process.argv.slice(2));
`;

export interface Clone {
  root: string;
  write(file: string, content: string): void;
  installs(): string[];
  start(args?: string[], env?: NodeJS.ProcessEnv): Running;
}

interface Running {
  child: ChildProcess;
  /** The service's process and its child's, once it runs. */
  ready(): Promise<number[]>;
  output(): string;
  exit: Promise<number | null>;
}

/** A small clone of the repository in a folder of its own, with the real bootstrap and a pnpm that installs nothing. */
export function makeClone(): Clone {
  const root = mkdtempSync(path.join(os.tmpdir(), "underclaim-clone-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  cpSync(path.join(repository, "scripts/bootstrap"), path.join(root, "scripts/bootstrap"), {
    recursive: true,
  });
  cpSync(path.join(repository, "scripts/bootstrap.mjs"), path.join(root, "scripts/bootstrap.mjs"));
  const write = (file: string, content: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), content);
  };
  write("package.json", JSON.stringify({ type: "module", packageManager: "pnpm@12.21.0" }));
  write("pnpm-lock.yaml", "lockfileVersion: '9.0'\n");
  write("pnpm-workspace.yaml", "packages: []\n");
  write(".npmrc", "package-lock=false\n");
  write("apps/sandbox/src/main.ts", service);
  write("bin/pnpm", fakePnpm);
  write("bin/package.json", "{}"); // the fakes are CommonJS
  chmodSync(path.join(root, "bin/pnpm"), 0o755);
  return {
    root,
    write,
    installs: () => readFileSync(path.join(root, "installs.txt"), "utf8").trim().split("\n"),
    start: (args = ["start"], env = {}) => start(root, args, env),
  };
}

function start(root: string, args: string[], env: NodeJS.ProcessEnv): Running {
  const child = spawn(process.execPath, ["scripts/bootstrap.mjs", ...args], {
    cwd: root,
    env: { PATH: path.join(root, "bin"), HOME: os.homedir(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const line = () => /^ready (\d+) (\d+)/m.exec(output);
  return {
    child,
    output: () => output,
    exit: once(child, "close").then(([code]) => code as number | null),
    ready: async () => {
      const ended = () => child.exitCode !== null || child.signalCode !== null;
      await expect.poll(() => line() !== null || ended(), { timeout: 15_000 }).toBe(true);
      expect(line(), output).not.toBeNull();
      return (line() ?? []).slice(1, 3).map(Number);
    },
  };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie still has a number, until whoever inherited it looks; it runs no more.
    return !/^\d+ \(.*\) Z/.test(readStat(pid));
  } catch {
    return false;
  }
}

function readStat(pid: number): string {
  return process.platform === "linux" ? readFileSync(`/proc/${pid}/stat`, "utf8") : "";
}
