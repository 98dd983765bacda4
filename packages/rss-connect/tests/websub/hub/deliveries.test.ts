import { createHmac } from "node:crypto";
import { StoreUnavailableError, type Store } from "@underclaim/runtime";
import { until } from "@underclaim/runtime/testing";
import { expect, test } from "vitest";
import { receiver, willing } from "../receiver.ts";
import { HUB, SELF, hubHarness, type Harness } from "./harness.ts";

test("a subscriber that confirmed is sent the next edition, byte for byte", async () => {
  const callback = await receiver();
  const hub = await hubHarness();
  expect(await hub.subscribe(`${callback.url}/cb?x=%2F&y=1`)).toEqual({ status: 202, text: "" });
  await hub.settled();
  expect(callback.received.map(({ method }) => method)).toEqual(["GET"]);
  expect(callback.received[0]?.path.startsWith("/cb?x=%2F&y=1&hub.mode=subscribe&")).toBe(true);
  expect(callback.received[0]?.query.get("hub.topic")).toBe(SELF);
  expect(callback.received[0]?.query.get("hub.lease_seconds")).toBe("864000");

  hub.publish("<rss>two ☃</rss>", ["a"]);
  await hub.settled();
  const [delivery, ...more] = callback.posts();
  expect(more).toEqual([]);
  expect(delivery?.path).toBe("/cb?x=%2F&y=1");
  expect(delivery?.body.toString()).toBe("<rss>two ☃</rss>");
  expect(delivery?.headers["content-type"]).toBe("application/rss+xml; charset=utf-8");
  expect(delivery?.headers["link"]).toBe(`<${HUB}>; rel="hub", <${SELF}>; rel="self"`);
  expect(delivery?.headers["x-hub-signature"]).toBeUndefined();
  expect(hub.types()).toEqual([
    "hub.subscription.confirmed",
    "hub.distribution.sent",
    "hub.delivery.accepted",
  ]);
});

test.each(["sha1", "sha256", "sha384", "sha512"])(
  "a delivery is signed with %s where the subscriber asks for it",
  async (method) => {
    const callback = await receiver();
    const hub = await hubHarness();
    await hub.subscribe(callback.url, { "hub.secret": "sechzehn", "hub.signature_method": method });
    await hub.settled();
    hub.publish("<rss>two</rss>");
    await hub.settled();
    const hex = createHmac(method, "sechzehn").update("<rss>two</rss>").digest("hex");
    expect(callback.posts()[0]?.headers["x-hub-signature"]).toBe(`${method}=${hex}`);
  },
);

test("evidence is about the items that are new since the edition before", async () => {
  const callback = await receiver();
  const hub = await hubHarness();
  await hub.subscribe(callback.url);
  await hub.settled();
  hub.publish("two", ["a"]);
  await hub.settled();
  hub.publish("three", ["a", "b"]);
  await hub.settled();
  const about = hub.observed
    .filter(({ native }) => native.type === "hub.delivery.accepted")
    .map(({ targets = [] }) => targets.map(({ subject }) => subject));
  expect(about).toEqual([["item_a"], ["item_b"]]);
});

test("who missed an edition is evidence about all that the next one holds", async () => {
  let up = true;
  const callback = await receiver((request) => (up ? willing(request) : { status: 500 }));
  const hub = await hubHarness();
  await hub.subscribe(callback.url);
  await hub.settled();
  up = false;
  hub.publish("two", ["a"]);
  await hub.settled();
  up = true;
  hub.publish("three", ["a", "b"]);
  await hub.settled();
  await hub.advance(10_000);
  await hub.settled();
  const accepted = hub.observed.filter(({ native }) => native.type === "hub.delivery.accepted");
  expect(accepted.map(({ targets = [] }) => targets.map(({ subject }) => subject))).toEqual([
    ["item_a", "item_b"],
  ]);
  expect(callback.posts().map(({ body }) => body.toString())).toEqual(["two", "three"]);
});

test("a failed delivery is tried again, ever more rarely, with the newest edition", async () => {
  const callback = await receiver(({ method, ...request }) =>
    method === "GET" ? willing({ method, ...request }) : { status: 503 },
  );
  const hub = await hubHarness();
  await hub.subscribe(callback.url);
  await hub.settled();
  hub.publish("two", ["a"]);
  await hub.settled();
  expect(callback.posts()).toHaveLength(1);
  await hub.advance(9_000);
  await hub.settled();
  expect(callback.posts()).toHaveLength(2);
  await hub.advance(18_000);
  await hub.settled();
  expect(callback.posts()).toHaveLength(2);
  await hub.advance(1_000);
  await hub.settled();
  expect(callback.posts()).toHaveLength(3);
  // One event says that it was refused, however often it was.
  expect(hub.types().filter((type) => type === "hub.delivery.rejected")).toHaveLength(1);
});

test("redirects are failures and are not followed", async () => {
  const elsewhere = await receiver();
  const callback = await receiver((request) =>
    request.method === "GET"
      ? willing(request)
      : { status: 307, headers: { location: `${elsewhere.url}/moved` } },
  );
  const hub = await hubHarness();
  await hub.subscribe(callback.url);
  await hub.settled();
  hub.publish("two", ["a"]);
  await hub.settled();
  expect(elsewhere.connections()).toBe(0);
  expect(hub.types().at(-1)).toBe("hub.delivery.rejected");
});

test("410 ends the subscription", async () => {
  const callback = await receiver((request) =>
    request.method === "GET" ? willing(request) : { status: 410 },
  );
  const hub = await hubHarness();
  await hub.subscribe(callback.url);
  await hub.settled();
  hub.publish("two", ["a"]);
  await hub.settled();
  hub.publish("three", ["a"]);
  await hub.settled();
  expect(callback.posts()).toHaveLength(1);
  expect(hub.types().slice(-2)).toEqual(["hub.delivery.rejected", "hub.subscription.ended"]);
  const again = await hub.again();
  expect(again.hub.subscriptions("default", "example").size).toBe(0);
});

test("nothing is sent after the lease has ended", async () => {
  const callback = await receiver();
  const hub = await hubHarness();
  await hub.subscribe(callback.url, { "hub.lease_seconds": "3600" });
  await hub.settled();
  await hub.advance(3_600_000);
  hub.publish("two", ["a"]);
  await hub.settled();
  expect(callback.posts()).toEqual([]);
});

test("a slow callback delays no other", async () => {
  const slow = await receiver((request) => (request.method === "GET" ? willing(request) : null));
  const quick = await receiver();
  const hub = await hubHarness();
  for (let index = 0; index < 200; index += 1) await hub.subscribe(`${slow.url}/${index}`);
  for (let index = 0; index < 50; index += 1) await hub.subscribe(`${quick.url}/${index}`);
  await hub.settled();
  hub.publish("two", ["a"]);
  await hub.clock.advance(1_000);
  // The clock stands: nobody has timed out, and all that can be served is.
  await until(() => quick.posts().length === 50);
  expect(slow.posts().length).toBeLessThanOrEqual(16);
});

test("what a hostile callback answers is not read to its end", async () => {
  const endless = await receiver((request) =>
    request.method === "GET" ? willing(request) : { status: 200, body: Buffer.alloc(8_000_000) },
  );
  const quick = await receiver();
  const hub = await hubHarness();
  await hub.subscribe(endless.url);
  await hub.subscribe(quick.url);
  await hub.settled();
  hub.publish("two", ["a"]);
  await hub.settled();
  expect(quick.posts()).toHaveLength(1);
  expect(hub.types().filter((type) => type === "hub.delivery.accepted")).toHaveLength(1);
});

test("a registered subscriber is evidence by itself", async () => {
  const callback = await receiver();
  const hub = await hubHarness({
    registered: (_tenant, url) =>
      url === `${callback.url}/erp`
        ? {
            id: "erp",
            kind: "participant_system",
            participant_id: "participant_7",
            secret: () => "s",
          }
        : null,
  });
  await hub.subscribe(`${callback.url}/erp`, { "hub.secret": "s" });
  await hub.subscribe(`${callback.url}/any`);
  await hub.settled();
  hub.publish("two", ["a"]);
  await hub.settled();
  const accepted = hub.observed.filter(({ native }) =>
    native.type.startsWith("hub.delivery.accepted"),
  );
  const said = accepted.map(({ native, targets = [] }) => [
    native.type,
    native.actor?.authenticated,
    targets[0]?.correlation.participant_id,
  ]);
  expect(said.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))).toEqual([
    ["hub.delivery.accepted", false, undefined],
    ["hub.delivery.accepted.participant_system", true, "participant_7"],
  ]);
});

test("a restarted hub delivers what is missing and nothing twice", async () => {
  let answers = true;
  const callback = await receiver((request) =>
    request.method === "GET" || request.path === "/quick"
      ? willing(request)
      : answers
        ? willing(request)
        : null,
  );
  const first = await hubHarness();
  await first.subscribe(`${callback.url}/quick`);
  await first.subscribe(`${callback.url}/slow`);
  await first.settled();
  answers = false;
  first.publish("two", ["a"]);
  await first.clock.advance(1_000);
  await until(
    () =>
      callback.posts().length === 2 &&
      [...first.hub.subscriptions("default", "example").values()].some(
        ({ last }) => last?.outcome === "accepted",
      ),
  );
  answers = true;
  const second = await first.again();
  await second.settled();
  const delivered = callback.posts().map(({ path }) => path);
  expect(delivered.filter((path) => path === "/quick")).toHaveLength(1);
  // It was cut off before it answered: nobody knows whether it has it.
  expect(delivered.filter((path) => path === "/slow")).toHaveLength(2);
});

test("a denied subscriber is told and gets nothing more", async () => {
  const callback = await receiver();
  const hub = await hubHarness();
  await hub.subscribe(callback.url);
  await hub.settled();
  const [id = ""] = hub.hub.subscriptions("default", "example").keys();
  expect(await hub.hub.deny("default", "example", id, "moved on")).toBe(true);
  await until(() => callback.received.length === 2);
  expect(callback.received[1]?.query.get("hub.mode")).toBe("denied");
  expect(callback.received[1]?.query.get("hub.reason")).toBe("moved on");
  hub.publish("two", ["a"]);
  await hub.settled();
  expect(callback.posts()).toEqual([]);
  expect(await hub.hub.deny("default", "example", id, "again")).toBe(false);
});

/** Holds the next write of how far subscribers are until it is let go. */
function heldProgress({ store }: Harness): { readonly held: () => boolean; letGo(): void } {
  const { commit } = store;
  let letGo = (): void => undefined;
  let held = false;
  store.commit = async (tenant, changes) => {
    const ofProgress = changes.docs?.every(
      (write) => "put" in write && write.put[0] === "hub_subscription",
    );
    if (ofProgress === true && !held) {
      held = true;
      await new Promise<void>((resolve) => (letGo = resolve));
    }
    return commit.call(store, tenant, changes);
  };
  return { held: () => held, letGo: () => letGo() };
}

test.each([
  ["unsubscribe", []],
  ["subscribe", ["new"]],
])(
  "a request to %s that is confirmed while deliveries are written stands after a restart",
  async (mode, secrets) => {
    const callback = await receiver();
    const hub = await hubHarness();
    await hub.subscribe(`${callback.url}/a`, { "hub.secret": "old" });
    await hub.settled();
    const progress = heldProgress(hub);
    hub.publish("<rss>2</rss>");
    await hub.advance(1_000);
    await until(progress.held);
    await hub.subscribe(`${callback.url}/a`, { "hub.mode": mode, "hub.secret": "new" });
    const kept = (of: Harness) => [...of.hub.subscriptions("default", "example").values()];
    const standing = (of: Harness) => kept(of).map(({ secret }) => secret);
    await until(() => standing(hub).join(" ") === secrets.join(" "));
    progress.letGo();
    await hub.settled();
    const again = await hub.again();
    expect(standing(again)).toEqual(secrets);
    await again.settled();
    expect(callback.posts()).toHaveLength(1);
  },
);

test("a change whose alarm rings in the very turn in which a look ends is distributed", async () => {
  for (let turns = 0; turns < 12; turns += 1) {
    const callback = await receiver();
    const hub = await hubHarness({ settings: { settleMs: 0 } });
    await hub.subscribe(callback.url);
    await hub.settled();
    hub.publish("two");
    await hub.settled();
    // Nothing new: the look ends without a word to the store.
    hub.publish("two");
    const looking = hub.clock.ring();
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    hub.publish("three");
    await Promise.all([looking, hub.clock.ring()]);
    await hub.settled();
    expect([turns, callback.posts().map(({ body }) => body.toString())]).toEqual([
      turns,
      ["two", "three"],
    ]);
    await hub.close();
  }
});

test("a change that the store could not be read at is distributed when it can", async () => {
  const callback = await receiver();
  let refuses = false;
  const wrap = (store: Store): Store =>
    new Proxy(store, {
      get(target, name) {
        if (name === "load" && refuses)
          return () => Promise.reject(new StoreUnavailableError("not now", true));
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
      },
    });
  const hub = await hubHarness({ wrap });
  await hub.subscribe(callback.url);
  await hub.settled();
  refuses = true;
  hub.publish("two");
  await hub.advance(1_000);
  await until(() => hub.logged() !== "");
  refuses = false;
  await hub.advance(1_000);
  await hub.settled();
  expect(callback.posts().map(({ body }) => body.toString())).toEqual(["two"]);
});
