import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import { MAIN_ARGUMENTS, temporaryFolder, writeConfig } from "./support.ts";

vi.setConfig({ testTimeout: 60_000 });

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (...args: readonly string[]): Promise<Ended> =>
  promisify(execFile)(process.execPath, [...MAIN_ARGUMENTS, ...args]).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: Ended) => error,
  );

test("a configuration that cannot be used is explained, without a stack trace or its values", async () => {
  const path = join(temporaryFolder(), "agent.toml");
  writeFileSync(path, '[skills.xmpp_send]\nown_jid = "hunter2"\nmod = "send"\n', { mode: 0o600 });
  const { code, stdout, stderr } = await run("--config", path);
  expect(code).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/did you mean "mode"/);
  expect(stderr).not.toMatch(/hunter2|\n\s+at /);
});

test("what it does not understand it says, with its usage", async () => {
  expect(await run("confirm")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("approve <id>"),
  });
});

test.each([["--confg"], ["--config"], ["--help=yes"]])(
  "of the option %s it says so, with its usage",
  async (option) => {
    const { code, stderr } = await run(option);
    expect(code).toBe(2);
    expect(stderr).toContain(option.split("=")[0]);
    expect(stderr).toContain("approve <id>");
    expect(stderr).not.toMatch(/\n\s+at /);
  },
);

test.each(["quotas.db", "messages.db", "audit-anchor.db"])(
  "of a damaged %s it says which file it is",
  async (name) => {
    const folder = temporaryFolder();
    const config = writeConfig(folder, "http://127.0.0.1:9");
    mkdirSync(join(folder, "state"), { mode: 0o700 });
    const path = join(folder, "state", name);
    writeFileSync(path, "this is no database at all".repeat(99), { mode: 0o600 });
    const { code, stderr } = await run("--config", config, "pending");
    expect(code).toBe(1);
    expect(stderr).toContain(path);
    expect(stderr).not.toMatch(/\n\s+at /);
  },
);

test("over stdio it writes nothing but the protocol, and ends with its input", async () => {
  const config = writeConfig(temporaryFolder(), "http://127.0.0.1:9");
  const child = spawn(process.execPath, [...MAIN_ARGUMENTS, "--config", config], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  let output = "";
  const answered = new Promise<void>((resolve) => {
    child.stdout.on("data", (data: Buffer) => {
      output += data.toString();
      if (output.includes("\n")) resolve();
    });
  });
  const initialize = {
    jsonrpc: "2.0",
    id: 1,
    method: "initialize",
    params: {
      protocolVersion: "2025-06-18",
      capabilities: {},
      clientInfo: { name: "t", version: "1" },
    },
  };
  child.stdin.write(`${JSON.stringify(initialize)}\n`);
  await answered;
  child.stdin.end();
  const [code] = (await once(child, "exit")) as [number];
  expect(code).toBe(0);
  for (const line of output.trimEnd().split("\n"))
    expect(JSON.parse(line)).toMatchObject({ jsonrpc: "2.0" });
});
