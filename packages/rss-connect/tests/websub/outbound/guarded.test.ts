import { channel } from "node:diagnostics_channel";
import { systemClock } from "@underclaim/runtime";
import { until } from "@underclaim/runtime/testing";
import { expect, onTestFinished, test } from "vitest";
import type { AddressRules } from "../../../src/websub/model/address-rules.ts";
import { guardedOutbound } from "../../../src/websub/outbound/guarded-outbound.ts";
import type { Resolve } from "../../../src/websub/outbound/name-resolver.ts";
import { hubHarness, LOOPBACK } from "../hub/harness.ts";
import { receiver } from "../receiver.ts";
import { FORBIDDEN_NAMES, FORBIDDEN_URLS } from "./forbidden.ts";

const PUBLIC: AddressRules = { ports: new Set([80, 443, 8_080]), networks: [] };

/** What was connected, by anything in this process. */
function connections(): () => number {
  let count = 0;
  const note = (): void => {
    count += 1;
  };
  const connected = channel("undici:client:connected");
  connected.subscribe(note);
  onTestFinished(() => {
    connected.unsubscribe(note);
  });
  return () => count;
}

/** Sockets that were asked for; a literal that is forbidden gets none. */
function sockets(): () => number {
  let count = 0;
  const note = (): void => {
    count += 1;
  };
  const made = channel("net.client.socket");
  made.subscribe(note);
  onTestFinished(() => {
    made.unsubscribe(note);
  });
  return () => count;
}

function outbound(rules: AddressRules, resolve?: Resolve) {
  const made = guardedOutbound({
    rules,
    clock: systemClock,
    timeoutMs: 5_000,
    perOrigin: 4,
    ...(resolve === undefined ? {} : { resolve }),
  });
  onTestFinished(() => made.close());
  return made.send;
}

const get = (url: string) => ({ method: "GET" as const, url, headers: {}, wanted: 100 });

test("sixty addresses that lead inside, or to ports of other services, get no socket", async () => {
  expect(new Set(FORBIDDEN_URLS).size).toBe(60);
  const send = outbound(PUBLIC);
  const made = sockets();
  for (const url of FORBIDDEN_URLS) {
    const answer = await send(get(url));
    expect([url, answer.kind]).toEqual([url, "forbidden"]);
  }
  expect(made()).toBe(0);
});

test("the hub refuses them before anything else is done", async () => {
  const hub = await hubHarness({ settings: { rules: PUBLIC } });
  const made = sockets();
  for (const url of FORBIDDEN_URLS) {
    expect([url, (await hub.subscribe(url)).status]).toEqual([url, 400]);
  }
  await hub.settled();
  expect(made()).toBe(0);
});

test.each(FORBIDDEN_NAMES)("%s is not connected to where it means %j", async (name, addresses) => {
  const made = connections();
  const send = outbound(PUBLIC, (_hostname, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    ),
  );
  const answer = await send(get(`http://${name}/`));
  expect(answer.kind).toBe("forbidden");
  expect(made()).toBe(0);
});

test("a name that answers differently the second time (DNS rebinding) is checked as it is connected to", async () => {
  const inside = await receiver();
  const answers = ["127.0.0.1", "10.0.0.1"];
  const send = outbound(
    { ports: new Set([80]), networks: LOOPBACK.networks },
    (_hostname, callback) =>
      callback(null, [{ address: answers.shift() ?? "10.0.0.1", family: 4 }]),
  );
  const first = await send(get(`http://rebind.example:${inside.port}/`));
  expect(first.kind).toBe("answer");
  inside.answer = () => ({ status: 200, headers: { connection: "close" } });
  await send(get(`http://rebind.example:${inside.port}/`));
  const later = await send(get(`http://rebind.example:${inside.port}/`));
  expect(later.kind).toBe("forbidden");
});

test("a network of one's own may be allowed, on every port", async () => {
  const inside = await receiver(() => ({ status: 200, body: "hello" }));
  const answer = await outbound(LOOPBACK)(get(inside.url));
  expect(answer).toMatchObject({ kind: "answer", status: 200 });
});

test("an answer is read as far as it is wanted", async () => {
  const wordy = await receiver(() => ({ status: 200, body: "x".repeat(100_000) }));
  const answer = await outbound(LOOPBACK)(get(wordy.url));
  expect(answer).toMatchObject({ kind: "answer", cut: true });
  expect(answer.kind === "answer" ? answer.body.length : 0).toBe(100);
});

test("what is not there was not sent anything", async () => {
  expect(await outbound(LOOPBACK)(get("http://127.0.0.1:1/"))).toEqual({
    kind: "not_sent",
    reason: "ECONNREFUSED",
  });
});

test("a callback that never answers is given up and asked again", async () => {
  const silent = await receiver(() => null);
  const hub = await hubHarness({ timeoutMs: 10_000 });
  await hub.subscribe(silent.url);
  await until(() => silent.received.length === 1);
  await hub.advance(10_000);
  await until(() => hub.hub.waiting() === 0);
  await hub.advance(10_000);
  await until(() => silent.received.length === 2);
});
