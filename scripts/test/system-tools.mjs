// Programs of the system that some suites talk to. A tool that is missing is installed where that is possible
// (root and apt), else its suites are skipped, loudly; where CI is set, tests/system-tools.test.ts then fails.
import { execFile } from "node:child_process";
import process from "node:process";
import { promisify } from "node:util";
import { findOnPath } from "../bootstrap/toolchain.mjs";

/** Each tool, the variable by which its tests find it, and its packages where they are not called like it. */
export const systemTools = [
  { name: "newsboat", variable: "UNDERCLAIM_NEWSBOAT" },
  {
    name: "prosody",
    variable: "UNDERCLAIM_PROSODY",
    packages: ["prosody", "prosody-modules"],
  },
  { name: "openssl", variable: "UNDERCLAIM_OPENSSL" },
  { name: "jing", variable: "UNDERCLAIM_JING" },
  { name: "python3", variable: "UNDERCLAIM_PYTHON" },
  { name: "r2e", variable: "UNDERCLAIM_RSS2EMAIL", packages: ["rss2email"] },
  { name: "sfeed_update", variable: "UNDERCLAIM_SFEED", packages: ["sfeed"] },
];

export const inCi = process.env.CI !== undefined && process.env.CI !== "false";

/** @returns {Record<string, string>} the path of each tool that is there already, under its variable */
export function findSystemTools(env = process.env) {
  const found = systemTools.map(({ name, variable }) => [
    variable,
    env[variable] ?? findOnPath(name, env.PATH),
  ]);
  return Object.fromEntries(found.filter(([, file]) => file !== undefined));
}

/** @returns {Promise<Record<string, string>>} the path of each tool that is there, or could be installed */
export async function ensureSystemTools() {
  const before = findSystemTools();
  const missing = systemTools.filter(({ variable }) => before[variable] === undefined);
  if (missing.length === 0) return before;

  const reason = await installWithApt(missing.flatMap(({ name, packages }) => packages ?? [name]));
  const found = findSystemTools();
  for (const { name, variable } of missing) {
    if (found[variable] !== undefined) continue;
    console.error(
      `SKIPPED: every test that needs ${name}, because it is not installed and ${reason}.`,
    );
  }
  return found;
}

/** @returns {Promise<string>} why a tool may still be missing */
async function installWithApt(names) {
  if (findOnPath("apt-get", process.env.PATH) === undefined) return "there is no apt-get here";
  if (process.getuid?.() !== 0)
    return `this is not root (try: sudo apt-get install ${names.join(" ")})`;
  console.error(`underclaim: installing ${names.join(", ")} for the tests`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", ...names]]) {
    try {
      await promisify(execFile)("apt-get", ["-qq", ...args], { env, timeout: 300_000 });
    } catch {
      return `apt-get ${args[0]} failed (run it by hand to see why)`;
    }
  }
  return "apt-get installed no program of that name";
}
