import { chmodSync, existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { withoutHosts } from "../../scripts/bootstrap/supervise.mjs";
import { isRecent } from "../../scripts/bootstrap/toolchain.mjs";
import { makeClone } from "./fixture.ts";

test.each([
  ["20.20.2", false],
  ["22.16.0", false],
  ["24.10.0", false],
  ["24.11.0", true],
  ["25.4.0", false],
  ["v26.0.0", true],
])("Node %s runs the sources and every tool: %s", (version, expected) => {
  expect(isRecent(version)).toBe(expected);
});

test.each([
  ["GET https://registry.example.net/zod - 404", "GET <address> - 404"],
  ["getaddrinfo EAI_AGAIN registry.example.net", "getaddrinfo EAI_AGAIN <address>"],
  ["connect ECONNREFUSED 10.0.0.1:443", "connect ECONNREFUSED <address>"],
  [
    "packages/contract/package.json is not up to date",
    "packages/contract/package.json is not up to date",
  ],
])("in %j the addresses of hosts are removed, and nothing else", (text, expected) => {
  expect(withoutHosts(text)).toBe(expected);
});

/** An npm that "installs" pnpm: the package whose install.js puts the binary in place. */
const fakeNpm = `
const fs = require("node:fs");
const folder = process.argv[process.argv.indexOf("--prefix") + 1] + "/node_modules/pnpm";
fs.appendFileSync("../../npm.txt", "install\\n");
if (fs.existsSync("../../npm-fails")) { console.error("ENOTFOUND registry.example.net"); process.exit(1); }
fs.mkdirSync(folder, { recursive: true });
fs.writeFileSync(folder + "/install.js", "require('node:fs').copyFileSync('../../../../bin/right-pnpm', 'pnpm')");
`;

/** A clone whose pnpm is of another version, and whose npm is the fake one. */
function cloneWithOtherPnpm() {
  const clone = makeClone();
  clone.write("bin/pnpm", "#!/bin/sh\necho 11.0.0\n");
  clone.write("npm/npm-cli.js", fakeNpm);
  clone.write("npm/package.json", "{}"); // not a module, like npm itself
  const npm = path.join(clone.root, "npm/npm-cli.js");
  return { ...clone, startFromNpm: () => clone.start(["start"], { npm_execpath: npm }) };
}

test("pnpm of another version is left alone, and the pinned one is put whole into .toolchain", async () => {
  const clone = cloneWithOtherPnpm();
  const pinned = path.join(clone.root, "bin/right-pnpm");
  clone.write(
    "bin/right-pnpm",
    `#!/bin/sh\necho "$@" >> installs.txt; /bin/mkdir -p node_modules\n`,
  );
  chmodSync(pinned, 0o755);
  clone.write("apps/sandbox/src/main.ts", `console.log("started");`);
  const running = clone.startFromNpm();
  expect(await running.exit, running.output()).toBe(0);
  const tools = readdirSync(path.join(clone.root, ".toolchain"));
  expect(tools).toEqual([expect.stringMatching(/^pnpm-12\.21\.0-/)]);
  expect(clone.installs()).toHaveLength(1);
});

test("a fetch that fails says so without naming a host, and leaves nothing half-made", async () => {
  const clone = cloneWithOtherPnpm();
  clone.write("npm-fails", "");
  const running = clone.startFromNpm();
  expect(await running.exit).toBe(1);
  expect(running.output()).toMatch(/pnpm@12\.21\.0 could not be installed from the npm registry/);
  expect(running.output()).not.toContain("example.net");
  expect(readdirSync(path.join(clone.root, ".toolchain"))).toEqual([]);
  expect(existsSync(path.join(clone.root, "npm.txt"))).toBe(true);
});
