import { expect, test } from "vitest";
import { hubId, pushKey, topicKey, type HubPush } from "../../../src/websub/hub/documents.ts";
import { receiver } from "../receiver.ts";
import { hubHarness, SELF, type Harness } from "./harness.ts";
import { FEED, targetOf, TENANT } from "./topic.ts";

/** As the action writes it. */
async function asked(harness: Harness, hubUrl: string, by = "op_1"): Promise<void> {
  const push: HubPush = {
    hub_url: hubUrl,
    topic_url: SELF,
    cause: by,
    targets: [targetOf("a")],
    attempts: 0,
    next_at: 0,
  };
  const docs = [{ put: pushKey(FEED, hubId(hubUrl), by), text: JSON.stringify(push) }];
  await harness.store.commit(TENANT, { guards: [], docs });
  harness.hub.noteChanges(TENANT, { guards: [], docs });
}

async function registered(harness: Harness, hubUrl: string): Promise<void> {
  const docs = [{ put: topicKey(FEED), text: JSON.stringify({ hub_urls: [hubUrl] }) }];
  await harness.store.commit(TENANT, { guards: [], docs });
  harness.hub.noteChanges(TENANT, { guards: [], docs });
  await harness.settled();
}

test("a hub elsewhere is told in both ways that hubs understand", async () => {
  const other = await receiver(() => ({ status: 204 }));
  const hub = await hubHarness();
  await asked(hub, other.url);
  await hub.settled();
  expect(other.received[0]?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
  expect([...new URLSearchParams(other.received[0]?.body.toString())]).toEqual([
    ["hub.mode", "publish"],
    ["hub.url", SELF],
    ["hub.topic", SELF],
  ]);
  expect(hub.types()).toEqual(["hub.notified"]);
});

test.each([
  [400, "hub.rejected"],
  [403, "hub.rejected"],
  [302, "hub.rejected"],
  [500, "hub.delayed"],
  [503, "hub.delayed"],
  [429, "hub.delayed"],
])("a hub that answers %i: %s", async (status, type) => {
  const other = await receiver(() => ({ status, headers: { location: "http://127.0.0.1:1/" } }));
  const hub = await hubHarness();
  await asked(hub, other.url);
  await hub.settled();
  expect(hub.types()).toEqual([type]);
});

test("a hub that is away is told when it is back", async () => {
  const other = await receiver(() => ({ status: 503 }));
  const hub = await hubHarness();
  await asked(hub, other.url);
  await hub.settled();
  other.answer = () => ({ status: 202 });
  await hub.advance(30_000);
  await hub.settled();
  expect(hub.types()).toEqual(["hub.delayed", "hub.notified"]);
});

test("a hub that stays away counts as unreachable in the end, and is left alone", async () => {
  const other = await receiver(() => ({ status: 503 }));
  const hub = await hubHarness();
  await asked(hub, other.url);
  await hub.settled();
  for (const wait of [30_000, 60_000, 120_000, 240_000, 480_000]) {
    await hub.advance(wait);
    await hub.settled();
  }
  expect(hub.types()).toEqual(["hub.delayed", "hub.delayed", "hub.delayed", "hub.unreachable"]);
  expect(other.received).toHaveLength(4);
});

test("a restarted service goes on with what a hub was not told yet, and repeats nothing", async () => {
  const other = await receiver(() => ({ status: 503 }));
  const told = await receiver(() => ({ status: 204 }));
  const first = await hubHarness();
  await asked(first, other.url);
  await asked(first, told.url, "op_2");
  await first.settled();
  other.answer = () => ({ status: 204 });
  const second = await first.again();
  await second.advance(30_000);
  await second.settled();
  expect(other.received).toHaveLength(2);
  expect(told.received).toHaveLength(1);
  expect(second.types().toSorted()).toEqual(["hub.delayed", "hub.notified", "hub.notified"]);
});

test("a registered hub is told of each change, with what changed", async () => {
  const other = await receiver(() => ({ status: 204 }));
  const hub = await hubHarness();
  await registered(hub, other.url);
  hub.publish("two", ["a"]);
  await hub.settled();
  hub.publish("three", ["a", "b"]);
  await hub.settled();
  const about = hub.observed
    .filter(({ native }) => native.type === "hub.notified")
    .map(({ targets = [] }) => targets.map(({ subject }) => subject));
  expect(about).toEqual([["feed:example"], ["item_a"], ["item_b"]]);
});

test("with on_request it is told only when an action asks", async () => {
  const other = await receiver(() => ({ status: 204 }));
  const hub = await hubHarness({ settings: { pushOnChange: false } });
  await registered(hub, other.url);
  hub.publish("two", ["a"]);
  await hub.settled();
  expect(other.received).toEqual([]);
});

test("a hub at a forbidden address is not connected to", async () => {
  const inside = await receiver(() => ({ status: 204 }));
  const hub = await hubHarness({ settings: { rules: { ports: new Set([80]), networks: [] } } });
  await asked(hub, inside.url);
  await hub.settled();
  expect(inside.connections()).toBe(0);
  expect(hub.types()).toEqual(["hub.unreachable"]);
});
