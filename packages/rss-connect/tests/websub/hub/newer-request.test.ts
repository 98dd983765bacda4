// Whoever was answered 202 is asked, whatever comes of the request before theirs, and wherever the process ends.
import {
  StoreUnavailableError,
  type Changes,
  type Observation,
  type Store,
} from "@underclaim/runtime";
import { until } from "@underclaim/runtime/testing";
import { expect, test } from "vitest";
import type { Intent } from "../../../src/websub/hub/documents.ts";
import type { OutboundAnswer, OutboundRequest } from "../../../src/websub/outbound/outbound.ts";
import { hubHarness, type Harness } from "./harness.ts";
import { FEED, TENANT } from "./topic.ts";

const CALLBACK = "https://subscriber.example/cb";

interface Asked {
  readonly request: OutboundRequest;
  answer(status: number, body?: string): void;
}

/** A network on which every answer is given by the test. */
function network() {
  const asked: Asked[] = [];
  const send = (request: OutboundRequest) =>
    new Promise<OutboundAnswer>((resolve) => {
      asked.push({
        request,
        answer: (status, body = "") =>
          resolve({ kind: "answer", status, headers: {}, body: Buffer.from(body), cut: false }),
      });
    });
  return { asked, send };
}

const challengeOf = ({ request }: Asked): string =>
  new URL(request.url).searchParams.get("hub.challenge") ?? "";

/** Every commit goes through this, once it may. */
function gated(
  commit: (changes: Changes, go: () => ReturnType<Store["commit"]>) => ReturnType<Store["commit"]>,
) {
  return (store: Store): Store =>
    new Proxy(store, {
      get(target, name) {
        if (name !== "commit") {
          const value: unknown = Reflect.get(target, name);
          return typeof value === "function" ? (value.bind(target) as unknown) : value;
        }
        const through: Store["commit"] = (tenant, changes) =>
          commit(changes, () => target.commit(tenant, changes));
        return through;
      },
    });
}

const writes = ({ docs = [] }: Changes, collection: string, secret: string): boolean =>
  docs.some((doc) => "put" in doc && doc.put[0] === collection && doc.text.includes(secret));

async function secretsAsked({ store }: Harness): Promise<(string | null)[]> {
  const range = { prefix: ["hub_intent", FEED] as const, limit: 10 };
  return (await store.load(TENANT, [{ range }]))
    .range(range)
    .map(({ text }) => (JSON.parse(text) as Intent).secret);
}

/** The second request's commit is done in the store, and the request does not know it yet. */
async function inTheMiddle() {
  const { asked, send } = network();
  const gate = Promise.withResolvers<void>();
  const committed = Promise.withResolvers<void>();
  const wrap = gated(async (changes, go) => {
    const done = await go();
    if (writes(changes, "hub_intent", "second")) {
      committed.resolve();
      await gate.promise;
    }
    return done;
  });
  const hub = await hubHarness({ send, wrap });
  await hub.subscribe(CALLBACK, { "hub.secret": "first" });
  await until(() => asked.length === 1);
  const second = hub.subscribe(CALLBACK, { "hub.secret": "second" });
  await committed.promise;
  const [first] = asked;
  if (first === undefined) throw new Error("Nobody was asked.");
  return { hub, asked, first, second, gate, send };
}

test.each([
  ["is refused", 404],
  ["is to be tried again", 503],
])("a request outlives the process where the one before it %s meanwhile", async (_, status) => {
  const { hub, first, second, gate } = await inTheMiddle();
  first.answer(status);
  await until(() => hub.hub.waiting() === 0 && !hub.hub.busy());
  gate.resolve();
  expect((await second).status).toBe(202);
  await hub.close();
  const { asked, send } = network();
  const again = await hub.again({ send });
  expect(await secretsAsked(again)).toEqual(["second"]);
  await until(() => asked.length === 1);
});

test("a request is asked about where the one before it is confirmed meanwhile", async () => {
  const { hub, asked, first, second, gate } = await inTheMiddle();
  first.answer(200, challengeOf(first));
  await until(() => hub.hub.waiting() === 0 && !hub.hub.busy());
  gate.resolve();
  expect((await second).status).toBe(202);
  await until(() => asked.length === 2);
  const [, other] = asked;
  if (other === undefined) throw new Error("Nobody was asked.");
  other.answer(200, challengeOf(other));
  await until(() => hub.hub.subscriptions(TENANT, FEED).size === 1);
  const [subscription] = hub.hub.subscriptions(TENANT, FEED).values();
  expect(subscription?.secret).toBe("second");
  await until(() => !hub.hub.busy());
  expect(await secretsAsked(hub)).toEqual([]);
});

test("what the store would not take at first of a refused request is not written over the next one", async () => {
  const { asked, send } = network();
  let refusals = 0;
  const wrap = gated(async ({ docs = [] }, go) => {
    if (docs.some((doc) => "delete" in doc && doc.delete[0] === "hub_intent") && refusals === 0) {
      refusals += 1;
      throw new StoreUnavailableError("no room", true);
    }
    return go();
  });
  const hub = await hubHarness({ send, wrap });
  await hub.subscribe(CALLBACK, { "hub.secret": "first" });
  await until(() => asked.length === 1);
  asked[0]?.answer(404);
  await until(() => refusals === 1);
  expect((await hub.subscribe(CALLBACK, { "hub.secret": "second" })).status).toBe(202);
  await until(() => asked.length === 2);
  await hub.advance(2_000);
  await until(() => !hub.hub.busy());
  await hub.close();
  const again = await hub.again({ send: network().send });
  expect(await secretsAsked(again)).toEqual(["second"]);
});

test("a request that could not be kept leaves the one before it as it was", async () => {
  const { asked, send } = network();
  const wrap = gated(async (changes, go) => {
    if (writes(changes, "hub_intent", "second")) throw new StoreUnavailableError("no room", true);
    return go();
  });
  const hub = await hubHarness({ send, wrap });
  await hub.subscribe(CALLBACK, { "hub.secret": "first" });
  await until(() => asked.length === 1);
  await expect(hub.subscribe(CALLBACK, { "hub.secret": "second" })).rejects.toThrow("no room");
  // The first is asked about once more: it was superseded for a moment.
  await until(() => asked.length === 2);
  for (const each of asked) each.answer(200, challengeOf(each));
  await until(() => hub.hub.subscriptions(TENANT, FEED).size === 1);
  await until(() => !hub.hub.busy());
  expect([...hub.hub.subscriptions(TENANT, FEED).values()].map(({ secret }) => secret)).toEqual([
    "first",
  ]);
});

test("a subscription that is confirmed anew while the one before it ends outlives the process", async () => {
  const { asked, send } = network();
  const gate = Promise.withResolvers<void>();
  let ending = false;
  const observing = async (observations: readonly Observation[]) => {
    if (observations[0]?.native.type !== "hub.subscription.ended") return;
    ending = true;
    await gate.promise;
  };
  const hub = await hubHarness({ send, observing });
  const nextAsked = async (): Promise<Asked> => {
    await until(() => asked.length > 0);
    const [one] = asked.splice(0);
    if (one === undefined) throw new Error("Nobody was asked.");
    return one;
  };
  const confirm = async (): Promise<void> => {
    await hub.subscribe(CALLBACK);
    const verification = await nextAsked();
    verification.answer(200, challengeOf(verification));
    await until(() => hub.hub.subscriptions(TENANT, FEED).size === 1);
  };
  await confirm();
  hub.publish("two");
  await hub.advance(1_000);
  (await nextAsked()).answer(410);
  await until(() => ending);
  await confirm();
  gate.resolve();
  await until(() => !hub.hub.busy());
  await hub.close();
  const again = await hub.again({ send });
  expect(again.hub.subscriptions(TENANT, FEED).size).toBe(1);
});

test("of several requests that could not be kept none is asked about, and the one before them is", async () => {
  const { asked, send } = network();
  const gates = { second: Promise.withResolvers<void>(), third: Promise.withResolvers<void>() };
  const begun = { second: Promise.withResolvers<void>(), third: Promise.withResolvers<void>() };
  const wrap = gated(async (changes, go) => {
    for (const secret of ["second", "third"] as const) {
      if (!writes(changes, "hub_intent", secret)) continue;
      begun[secret].resolve();
      await gates[secret].promise;
      throw new StoreUnavailableError("no room", true);
    }
    return go();
  });
  const hub = await hubHarness({ send, wrap });
  await hub.subscribe(CALLBACK, { "hub.secret": "first" });
  await until(() => asked.length === 1);
  const second = hub.subscribe(CALLBACK, { "hub.secret": "second" });
  const refused = expect(second).rejects.toThrow("no room");
  await begun.second.promise;
  const third = hub.subscribe(CALLBACK, { "hub.secret": "third" });
  const refusedToo = expect(third).rejects.toThrow("no room");
  await begun.third.promise;
  gates.second.resolve();
  await refused;
  gates.third.resolve();
  await refusedToo;
  await until(() => asked.length === 3);
  for (const each of asked) each.answer(200, challengeOf(each));
  await until(() => hub.hub.subscriptions(TENANT, FEED).size === 1);
  const [subscription] = hub.hub.subscriptions(TENANT, FEED).values();
  expect(subscription?.secret).toBe("first");
});
