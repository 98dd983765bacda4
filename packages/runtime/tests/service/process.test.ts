import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

function child(port: number, stdio: "pipe" | "ipc" = "pipe") {
  const started = spawn(
    process.execPath,
    [
      "--conditions=@underclaim/source",
      fileURLToPath(new URL("./child.ts", import.meta.url)),
      String(port),
    ],
    {
      stdio: stdio === "ipc" ? ["ignore", "pipe", "pipe", "ipc"] : ["ignore", "pipe", "pipe"],
      env: { ...process.env, UNDERCLAIM_PARENT_PID: String(process.pid) },
    },
  );
  onTestFinished(() => void started.kill("SIGKILL"));
  const { stdout, stderr } = started;
  if (stdout === null || stderr === null) throw new Error("The child has no output.");
  return {
    started,
    listening: once(stdout, "data").then(([chunk]) => String(chunk).trim()),
    ended: once(started, "exit"),
    errors: text(stderr),
  };
}

test("a signal ends the process with 0 and leaves nothing that keeps it alive", async () => {
  const { started, listening, ended, errors } = child(0);
  expect((await fetch(await listening)).status).toBe(404);
  started.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
  expect(await errors).toBe("");
});

test("a launcher that goes away ends the process", async () => {
  const { started, listening, ended } = child(0, "ipc");
  await listening;
  started.disconnect();
  expect(await ended).toEqual([0, null]);
});

test("a port in use ends the second process with 1 and one line, no stack", async () => {
  const first = child(0);
  const port = Number(new URL(await first.listening).port);
  const second = child(port);
  expect(await second.ended).toEqual([1, null]);
  expect(await second.errors).toMatch(
    new RegExp(`^underclaim: Port ${port} on 127\\.0\\.0\\.1 is in use .*\\.\n$`),
  );
});
