import { expect, test } from "vitest";
import { isAlive, makeClone } from "./fixture.ts";

const gone = (pids: number[]) =>
  expect.poll(() => pids.filter(isAlive), { timeout: 15_000 }).toEqual([]);

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s reaches the service once, and its exit code comes back",
  async (signal) => {
    const running = makeClone().start();
    const pids = await running.ready();
    running.child.kill(signal);
    running.child.kill(signal); // as from npm, which passes on what the terminal has sent already
    expect(await running.exit).toBe(3);
    expect(running.output()).toContain(`signals ${signal}\n`);
    await gone(pids);
  },
);

test("a bootstrap that is killed takes the service and the service's children with it", async () => {
  const running = makeClone().start();
  const pids = await running.ready();
  running.child.kill("SIGKILL");
  await gone(pids);
});

test("a service that ends by itself ends the bootstrap with its code and leaves no child behind", async () => {
  const clone = makeClone();
  clone.write(
    "apps/sandbox/src/main.ts",
    `import { spawn } from "node:child_process";
     const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
     child.unref();
     console.log("ready " + process.pid + " " + child.pid);
     process.exitCode = 5;`,
  );
  const running = clone.start();
  const pids = await running.ready();
  expect(await running.exit).toBe(5);
  await gone(pids);
});

test("arguments after the command's name reach the service", async () => {
  const running = makeClone().start(["start", "--port", "7"]);
  await running.ready();
  expect(running.output()).toContain(" --port,7\n");
  running.child.kill("SIGTERM");
  await running.exit;
});
