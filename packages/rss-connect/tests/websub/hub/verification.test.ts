import { until } from "@underclaim/runtime/testing";
import { expect, test } from "vitest";
import { receiver, willing, type Receiver } from "../receiver.ts";
import { hubHarness, type Harness } from "./harness.ts";

/** Hosts that take connections and never answer. */
const silentHosts = (count: number) =>
  Promise.all(Array.from({ length: count }, (_, at) => receiver(() => null, `127.0.1.${at + 1}`)));
const subscribers = (hub: Harness): number => hub.hub.subscriptions("default", "example").size;

const askedOf = (hosts: readonly Receiver[]): number =>
  hosts.reduce((sum, { received }) => sum + received.length, 0);
/** The network's own clock is the real one: it must not come first. */
const PATIENCE = { timeoutMs: 600_000 };

test("hosts that do not answer delay the verification of others by two seconds at most, and then not at all", async () => {
  const silent = await silentHosts(40);
  const quick = await receiver();
  const hub = await hubHarness(PATIENCE);
  const flood = (path: string) =>
    Promise.all(
      silent.flatMap(({ url }) => [1, 2, 3, 4].map((n) => hub.subscribe(`${url}/${path}${n}`))),
    );
  await flood("first");
  await until(() => askedOf(silent) === 96);
  await hub.subscribe(`${quick.url}/first`);
  expect(quick.received).toEqual([]);
  await hub.advance(2_000);
  // Nobody has waited for as long as an answer may take.
  await until(() => subscribers(hub) === 1);
  await until(() => askedOf(silent) >= 160);
  await hub.advance(2_000);

  // They are known by now: more of the same holds nobody up.
  await flood("again");
  await hub.subscribe(`${quick.url}/second`);
  await until(() => subscribers(hub) === 2);
});

test("one host that does not answer takes few places", async () => {
  const [silent] = await silentHosts(1);
  const quick = await receiver();
  const hub = await hubHarness(PATIENCE);
  await Promise.all(
    Array.from({ length: 100 }, (_, index) => hub.subscribe(`${silent?.url}/${index}`)),
  );
  await hub.subscribe(quick.url);
  await until(() => subscribers(hub) === 1);
  expect(silent?.connections()).toBeLessThanOrEqual(4);
});

test("a callback that is slow but answers is verified all the same", async () => {
  const hub = await hubHarness(PATIENCE);
  const slow = await receiver(async (request) => {
    await new Promise<void>((resolve) => hub.clock.wakeAt(hub.clock.now() + 5_000, resolve));
    return willing(request);
  });
  await hub.subscribe(slow.url);
  await until(() => slow.received.length === 1);
  await hub.advance(2_000);
  await until(() => hub.hub.waiting() === 0);
  await hub.advance(10_000);
  await until(() => slow.received.length === 2);
  await hub.advance(5_000);
  await until(() => subscribers(hub) === 1);
});

test("a host that answers again waits in no line of its own", async () => {
  const silent = await silentHosts(40);
  const recovering = await receiver(() => null);
  const hub = await hubHarness(PATIENCE);
  await hub.subscribe(`${recovering.url}/one`);
  await until(() => recovering.received.length === 1);
  await hub.advance(2_000);
  recovering.answer = willing;
  await until(() => hub.hub.waiting() === 0);
  await hub.advance(10_000);
  await until(() => subscribers(hub) === 1);

  await Promise.all(silent.map(({ url }) => hub.subscribe(url)));
  await until(() => silent.every(({ received }) => received.length === 1));
  await hub.advance(2_000);
  await Promise.all(silent.map(({ url }) => hub.subscribe(`${url}/again`)));
  await hub.subscribe(`${recovering.url}/two`);
  await until(() => subscribers(hub) === 2);
});
