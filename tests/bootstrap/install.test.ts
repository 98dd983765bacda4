import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { type Clone, makeClone } from "./fixture.ts";

/** Starts the service, which ends at once, and gives what was printed. */
async function startAndEnd(clone: Clone, env?: NodeJS.ProcessEnv): Promise<string> {
  clone.write("apps/sandbox/src/main.ts", `console.log("started", JSON.stringify(process.env));`);
  const running = clone.start(["start"], env);
  await running.exit;
  return running.output();
}

test("dependencies are installed once, and again only after a manifest or the lockfile changed", async () => {
  const clone = makeClone();
  await startAndEnd(clone);
  expect(await startAndEnd(clone)).toContain("started");
  expect(clone.installs()).toHaveLength(1);

  clone.write("pnpm-lock.yaml", "lockfileVersion: '9.0'\n# changed\n");
  await startAndEnd(clone);
  expect(clone.installs()).toHaveLength(2);

  clone.write("packages/new/package.json", "{}");
  await startAndEnd(clone);
  expect(clone.installs()).toHaveLength(3);
});

test("several bootstraps at once install once, one after the other", async () => {
  const clone = makeClone();
  const outputs = await Promise.all([1, 2, 3, 4].map(() => startAndEnd(clone)));
  expect(outputs.filter((output) => output.includes("started"))).toHaveLength(4);
  expect(clone.installs()).toHaveLength(1);
});

test("the lock of a process that is gone is taken over", async () => {
  const clone = makeClone();
  clone.write(".toolchain/install.lock", "999999999");
  expect(await startAndEnd(clone)).toContain("started");
});

test("a failed installation says what to do, names no host, shows no stack, and is tried again", async () => {
  const clone = makeClone();
  const failure = path.join(clone.root, "fail.txt");
  writeFileSync(
    failure,
    "GET https://registry.example.net:8443/zod failed, getaddrinfo ENOTFOUND registry.example.net",
  );
  const running = clone.start();
  expect(await running.exit).toBe(1);
  expect(running.output()).toContain("npm run pnpm -- install");
  expect(running.output()).not.toMatch(/example\.net|\n\s+at /);

  writeFileSync(failure, "");
  const again = clone.start();
  await again.exit;
  expect(clone.installs()).toHaveLength(2);
});

test("npm's own variables do not reach what is started", async () => {
  const output = await startAndEnd(makeClone(), { npm_config_prefix: "/elsewhere", KEPT: "yes" });
  expect(output).toContain('"KEPT":"yes"');
  expect(output).not.toContain("npm_config_prefix");
});

test("the name of a service after start runs that service, on the Node that was fetched", async () => {
  const clone = makeClone();
  clone.write("apps/sms-connect/src/main.ts", `console.log("sms", process.argv.slice(2).join());`);
  const running = clone.start(["start", "sms-connect", "--config", "service.yaml"]);
  expect(await running.exit).toBe(0);
  expect(running.output()).toContain("sms --config,service.yaml");
});

test("an unknown command is refused with the known ones", async () => {
  const running = makeClone().start(["sart"]);
  expect(await running.exit).toBe(1);
  expect(running.output()).toMatch(/no command "sart"\. Known: start, test/);
});
