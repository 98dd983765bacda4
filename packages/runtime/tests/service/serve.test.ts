import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { Writable } from "node:stream";
import { UnderclaimError } from "@underclaim/contract";
import { describe, expect, onTestFinished, test } from "vitest";
import { ConfigurationError } from "../../src/config/index.ts";
import { adapterServer } from "../../src/http/index.ts";
import { createLog } from "../../src/log/index.ts";
import { serve } from "../../src/service/index.ts";
import type { Service } from "../../src/service/index.ts";
import { ManualClock } from "../../src/testing/manual-clock.ts";
import { FakeProcess } from "./fake-process.ts";

interface Run {
  readonly process: FakeProcess;
  readonly clock: ManualClock;
  readonly addresses: Promise<readonly string[]>;
  readonly code: Promise<number>;
  readonly logged: () => string;
  readonly closed: string[];
}

function run(change: Partial<Service> = {}, compose?: () => Promise<Service>, port = 0): Run {
  const process = new FakeProcess();
  const clock = new ManualClock(0);
  const closed: string[] = [];
  let logged = "";
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged += chunk.toString();
      done();
    },
  });
  const listening = Promise.withResolvers<readonly string[]>();
  const code = serve({
    host: "127.0.0.1",
    port,
    process,
    after: (ms, callback) => clock.wakeAt(clock.now() + ms, callback),
    log: createLog({ level: "info", destination }),
    compose:
      compose ??
      (async () => {
        const app = adapterServer();
        app.addHook("onClose", async () => void closed.push("app"));
        return {
          app,
          close: async () => void closed.push("rest"),
          listening: listening.resolve,
          ...change,
        };
      }),
  });
  return { process, clock, addresses: listening.promise, code, logged: () => logged, closed };
}

const systemError = (code: string, more: object = {}) =>
  Object.assign(new Error("CANARY"), { code, ...more });

describe("a service", () => {
  test.each(["SIGINT", "SIGTERM"])(
    "listens, and on %s closes servers first and exits with 0",
    async (signal) => {
      const { process, addresses, code, closed } = run();
      const [address] = await addresses;
      expect((await fetch(`${address ?? ""}/nothing`)).status).toBe(404);
      process.send(signal);
      expect(await code).toBe(0);
      expect(closed).toEqual(["app", "rest"]);
      expect(process.exits).toEqual([0]);
      expect(process.complaints).toEqual([]);
      expect(process.listening()).toBe(0);
    },
  );

  test("listens on all its servers", async () => {
    const other = adapterServer();
    const { process, addresses, code } = run({
      others: [{ app: other, host: "127.0.0.1", port: 0 }],
    });
    expect(await addresses).toHaveLength(2);
    process.send("SIGTERM");
    await code;
    expect(other.server.listening).toBe(false);
  });

  test("ends when its launcher is gone", async () => {
    const { process, addresses, code } = run();
    await addresses;
    process.send("orphaned");
    expect(await code).toBe(0);
  });

  test("is forced by a second signal, but not by the echo of the first", async () => {
    const { process, clock, addresses, code } = run({ close: () => new Promise(() => {}) });
    await addresses;
    process.send("SIGINT");
    process.send("SIGINT");
    expect(process.complaints).toEqual([]);
    await clock.advance(500);
    process.send("SIGINT");
    expect(await code).toBe(130);
    expect(process.complaints).toEqual(["SIGINT again: ended at once."]);
  });

  test("that does not close in time exits with 1", async () => {
    const { process, clock, addresses, code } = run({ close: () => new Promise(() => {}) });
    await addresses;
    process.send("SIGTERM");
    await clock.advance(8_000);
    expect(await code).toBe(1);
    expect(process.complaints).toEqual(["Closing took longer than 8000 ms: ended at once."]);
  });

  test("that fails to close exits with 1 and logs why, without the value", async () => {
    const { process, addresses, code, logged } = run({
      close: () => Promise.reject(systemError("EIO")),
    });
    await addresses;
    process.send("SIGTERM");
    expect(await code).toBe(1);
    expect(logged()).toContain('"code":"EIO"');
    expect(logged()).not.toContain("CANARY");
  });

  test("reads its secrets again on SIGHUP, and ends on it when a terminal went away", async () => {
    let reloads = 0;
    const reload = () => void (reloads += 1);
    const alone = run({ reload });
    await alone.addresses;
    alone.process.send("SIGHUP");
    expect(reloads).toBe(1);
    alone.process.send("SIGTERM");
    expect(await alone.code).toBe(0);

    const attended = run({ reload });
    attended.process.attended = true;
    await attended.addresses;
    attended.process.send("SIGHUP");
    expect(await attended.code).toBe(0);
    expect(reloads).toBe(1);
  });

  test("ends at once on an unexpected failure, and shows no value of it", async () => {
    const { process, addresses, code, logged } = run();
    await addresses;
    process.send("fatal", new Error("CANARY"));
    expect(await code).toBe(1);
    expect(logged()).toContain("unexpected failure");
    expect(logged() + process.complaints.join()).not.toContain("CANARY");
  });

  test("that is told to end while it starts does not listen", async () => {
    const composing = Promise.withResolvers<Service>();
    const app = adapterServer();
    const closed: string[] = [];
    app.addHook("onListen", async () => void closed.push("listened"));
    const { process, code } = run({}, () => composing.promise);
    process.send("SIGTERM");
    composing.resolve({ app, close: async () => void closed.push("rest") });
    expect(await code).toBe(0);
    expect(closed).toEqual(["rest"]);
  });
});

describe("what keeps a service from starting", () => {
  test("a port in use: the message names port and remedy, and all that was opened is closed", async () => {
    const blocker = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void blocker.close());
    await once(blocker, "listening");
    const { port } = blocker.address() as AddressInfo;
    const { process, code, closed } = run({}, undefined, port);
    expect(await code).toBe(1);
    expect(process.complaints).toEqual([
      `Port ${port} on 127.0.0.1 is in use by another program. Stop that program, or set listen.port (UNDERCLAIM_LISTEN__PORT) to another port.`,
    ]);
    expect(closed).toEqual(["app", "rest"]);
  });

  test.each([
    [
      new ConfigurationError([{ path: "listen.port", message: "is odd", source: "svc.yaml" }]),
      "The configuration cannot be used:\n  - listen.port: is odd (svc.yaml)",
    ],
    [
      new UnderclaimError("store_locked", "Another process uses data/."),
      "Another process uses data/.",
    ],
    [
      systemError("EROFS", { path: "/srv/data", syscall: "mkdir" }),
      "/srv/data: it is on a read-only file system. Configure another folder for `data` (EROFS)",
    ],
    [
      systemError("ENOSPC", { syscall: "write" }),
      "the service's data: the disk is full. Make room, then start again (ENOSPC)",
    ],
    [
      systemError("EACCES", { syscall: "listen" }),
      "This user may not listen on port 80. Ports below 1024 need a privilege: set listen.port (UNDERCLAIM_LISTEN__PORT) to another port.",
    ],
    [
      systemError("EADDRNOTAVAIL", { syscall: "listen" }),
      "127.0.0.1 is not an address of this machine. Set listen.host (UNDERCLAIM_LISTEN__HOST) to one that is, such as 127.0.0.1.",
    ],
    [
      new TypeError("CANARY"),
      "An unexpected TypeError kept the service from starting. The log has where it happened.",
    ],
  ])("%s", async (error, message) => {
    const { process, code, logged } = run({}, () => Promise.reject(error), 80);
    expect(await code).toBe(1);
    expect(process.complaints).toEqual([message]);
    expect(process.complaints.join()).not.toMatch(/\bat .*:\d+:\d+/);
    expect(logged()).not.toContain("CANARY");
    expect(logged() === "").toBe(!message.includes("The log has"));
  });
});
