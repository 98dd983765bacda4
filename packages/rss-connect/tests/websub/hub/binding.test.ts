import { createHmac } from "node:crypto";
import { until } from "@underclaim/runtime/testing";
import { expect, test } from "vitest";
import type { RegisteredSubscriber } from "../../../src/websub/hub/natives.ts";
import { receiver, willing } from "../receiver.ts";
import { hubHarness, type Harness } from "./harness.ts";

const ERP: RegisteredSubscriber = {
  id: "erp",
  kind: "participant_system",
  participant_id: "participant_7",
};

async function registered(more: Partial<RegisteredSubscriber> = {}) {
  const callback = await receiver();
  const options = {
    registered: (_tenant: string, url: string) =>
      url.startsWith(callback.url) ? { ...ERP, ...more } : null,
  };
  return { callback, options, hub: await hubHarness(options) };
}
const subscribed = async (hub: Harness, url: string, secret?: string) => {
  const { status } = await hub.subscribe(url, secret === undefined ? {} : { "hub.secret": secret });
  await hub.settled();
  return status;
};
/** Delivers another edition and says what the answer to it is evidence of. */
async function graded(hub: Harness, text: string): Promise<string | undefined> {
  hub.publish(text, [text]);
  await hub.settled();
  return hub.types().findLast((type) => type.startsWith("hub.delivery."));
}
const THEIRS = "hub.delivery.accepted.participant_system";
const NOBODYS = "hub.delivery.accepted";

test.each([
  ["with a secret", "own"],
  ["without one", undefined],
])(
  "what a callback answers that is registered without a secret, and was subscribed %s, is nobody's: anybody may have done it",
  async (_, secret) => {
    const { callback, hub } = await registered();
    await subscribed(hub, `${callback.url}/erp`, secret);
    expect(await graded(hub, "two")).toBe(NOBODYS);
    const kept = [...hub.hub.subscriptions("default", "example").values()];
    expect(kept.map((one) => hub.hub.subscriberOf("default", "example", one))).toEqual([null]);
  },
);

test("a subscription whose secret is not the registered one any more is nobody's until it has that", async () => {
  let agreed = "old";
  const { callback, hub, options } = await registered({ secret: () => agreed });
  const url = `${callback.url}/erp`;
  await subscribed(hub, url, "old");
  expect(await graded(hub, "two")).toBe(THEIRS);
  agreed = "new";
  expect(await graded(hub, "three")).toBe(NOBODYS);
  const again = await hub.again(options);
  expect(await graded(again, "four")).toBe(NOBODYS);
  await subscribed(again, url, "new");
  expect(await graded(again, "five")).toBe(THEIRS);
  expect(again.logged()).toContain("its own secret again");
});

test("a callback that is registered with a secret is subscribed with no other", async () => {
  const { callback, hub } = await registered({ secret: () => "agreed" });
  const url = `${callback.url}/erp`;
  for (const wrong of ["strangers", undefined, "agreed2"])
    expect(await subscribed(hub, url, wrong)).toBe(403);
  expect(callback.received).toEqual([]);
  expect(await subscribed(hub, url, "agreed")).toBe(202);
  expect(await graded(hub, "two")).toBe(THEIRS);
  expect(await subscribed(hub, url, "strangers")).toBe(403);
  expect(await graded(hub, "three")).toBe(THEIRS);
  expect(await subscribed(hub, url, "agreed")).toBe(202);
  expect(hub.types().filter((type) => type === "hub.subscription.confirmed")).toHaveLength(1);
});

test("a subscription from before its secret was registered is nobody's until it is renewed with that", async () => {
  const { callback, hub, options } = await registered();
  const url = `${callback.url}/erp`;
  await subscribed(hub, url, "old");
  const strict = await hub.again({
    registered: (tenant, at) => {
      const known = options.registered(tenant, at);
      return known === null ? null : { ...known, secret: () => "agreed" };
    },
  });
  await strict.settled();
  expect(await graded(strict, "two")).toBe(NOBODYS);
  await subscribed(strict, url, "agreed");
  expect(await graded(strict, "three")).toBe(THEIRS);
});

test("a restricted topic is sent to a registered callback, whoever subscribed it", async () => {
  const { callback, options } = await registered();
  const hub = await hubHarness({ ...options, restricted: true });
  await subscribed(hub, `${callback.url}/erp`, "own");
  await subscribed(hub, `${callback.url}/erp`, "strangers");
  expect(await graded(hub, "two")).toBe(NOBODYS);
  expect(callback.posts()).toHaveLength(1);
});

test("a subscriber that is registered for other feeds is nobody to this one", async () => {
  const callback = await receiver();
  const other = (_tenant: string, _url: string, feed: string) => (feed === "other" ? ERP : null);
  const restricted = await hubHarness({ registered: other, restricted: true });
  expect((await restricted.subscribe(callback.url)).status).toBe(403);
  const open = await hubHarness({ registered: other });
  await subscribed(open, callback.url, "own");
  expect(await graded(open, "two")).toBe(NOBODYS);
});

test("who subscribes with another secret while it is sent an edition is sent it again, signed with that", async () => {
  const { callback, hub } = await registered();
  const url = `${callback.url}/erp`;
  await subscribed(hub, url, "old");
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  callback.answer = async (request) => {
    if (request.method === "POST") await held;
    return willing(request);
  };
  hub.publish("two", ["two"]);
  await hub.advance(1_000);
  await until(() => callback.posts().length === 1);
  await hub.subscribe(url, { "hub.secret": "new" });
  const secrets = () =>
    [...hub.hub.subscriptions("default", "example").values()].map(({ secret }) => secret);
  await until(() => secrets().includes("new"));
  letGo();
  await hub.settled();
  const signatures = callback.posts().map(({ headers }) => headers["x-hub-signature"]);
  const signed = (secret: string) =>
    `sha256=${createHmac("sha256", secret).update("two").digest("hex")}`;
  expect(signatures).toEqual([signed("old"), signed("new")]);
  expect(hub.types().filter((type) => type.startsWith("hub.delivery."))).toEqual([NOBODYS]);
});
