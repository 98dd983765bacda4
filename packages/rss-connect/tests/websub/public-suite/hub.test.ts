// The public WebSub test list for hubs, 100 to 106, written anew from the Recommendation (§4, §5, §7, §8).
import { checkSignature } from "../../../src/websub/model/signature.ts";
import { parseLinks } from "../../../src/websub/model/link-header.ts";
import { expect, test } from "vitest";
import { hubHarness } from "../hub/harness.ts";
import { receiver, type Receiver } from "../receiver.ts";
import { running, subscribeAt, type Running } from "../running.ts";

const HUB = { websub: { networks: ["127.0.0.0/8"], hub: { enabled: true } } };

/** As a subscriber finds it: the topic's own Link header. */
async function discovered(service: Running, path: string): Promise<{ hub: string; self: string }> {
  const links = parseLinks((await fetch(service.url + path)).headers.get("link") ?? "");
  const find = (rel: string) => links.filter(({ rels }) => rels.includes(rel));
  expect(find("self")).toHaveLength(1);
  expect(find("hub")).toHaveLength(1);
  return { hub: find("hub")[0]?.target ?? "", self: find("self")[0]?.target ?? "" };
}

async function subscribed(
  service: Running,
  callback: Receiver,
  more: Record<string, string> = {},
  path = "/feeds/news/rss.xml",
) {
  const { hub, self } = await discovered(service, path);
  const before = callback.received.length;
  const fields = { "hub.callback": `${callback.url}/callback?id=1`, "hub.topic": self, ...more };
  expect((await subscribeAt(hub, fields)).status).toBe(202);
  await service.settled(async () => {
    const { body } = await service.test.get<{ subscriptions: { lease_until: string }[] }>(
      "/feeds/news/websub/subscriptions",
    );
    return callback.received.length > before && body.subscriptions.length === 1;
  });
  return { hub, self };
}

/** What every test of the list asserts of a delivery. */
async function expectDelivery(
  service: Running,
  callback: Receiver,
  { hub, self }: { hub: string; self: string },
  secret: string | null,
  path = "/feeds/news/rss.xml",
): Promise<void> {
  await service.publish(`News ${callback.posts().length}`);
  const before = callback.posts().length;
  await service.clock.advance(1_000);
  await service.settled(() => callback.posts().length > before);
  const [delivery, ...more] = callback.posts().slice(before);
  expect(more).toEqual([]);
  const topic = await fetch(service.url + path);
  expect(delivery?.body.equals(Buffer.from(await topic.arrayBuffer()))).toBe(true);
  expect(delivery?.headers["content-type"]).toBe(topic.headers.get("content-type"));
  const links = parseLinks(String(delivery?.headers["link"]));
  expect(links).toEqual([
    { target: hub, rels: ["hub"] },
    { target: self, rels: ["self"] },
  ]);
  const signature = delivery?.headers["x-hub-signature"];
  if (secret === null) expect(signature).toBeUndefined();
  else
    expect(checkSignature(String(signature), secret, delivery?.body ?? Buffer.of())).toBe("signed");
}

test("100: a typical subscription", async () => {
  const [service, callback] = [await running(HUB), await receiver()];
  await expectDelivery(service, callback, await subscribed(service, callback), null);
});

test("101: an authenticated subscription", async () => {
  const [service, callback] = [await running(HUB), await receiver()];
  const secret = "a secret of the subscriber";
  const found = await subscribed(service, callback, { "hub.secret": secret });
  await expectDelivery(service, callback, found, secret);
});

test("102: parameters that nobody knows", async () => {
  const [service, callback] = [await running(HUB), await receiver()];
  const found = await subscribed(service, callback, { foo: "bar", "hub.unknown": "1" });
  await expectDelivery(service, callback, found, null);
});

test("103: re-subscription brings one delivery, not two", async () => {
  const [service, callback] = [await running(HUB), await receiver()];
  await subscribed(service, callback);
  const found = await subscribed(service, callback, { "hub.secret": "from now on" });
  await expectDelivery(service, callback, found, "from now on");
  await service.clock.advance(60_000);
  expect(callback.posts()).toHaveLength(1);
});

test("104: unsubscription", async () => {
  const [service, callback] = [await running(HUB), await receiver()];
  const found = await subscribed(service, callback);
  await expectDelivery(service, callback, found, null);
  const fields = {
    "hub.mode": "unsubscribe",
    "hub.topic": found.self,
    "hub.callback": `${callback.url}/callback?id=1`,
  };
  expect((await subscribeAt(found.hub, fields)).status).toBe(202);
  await service.settled(
    async () =>
      (await service.test.get<{ subscriptions: unknown[] }>("/feeds/news/websub/subscriptions"))
        .body.subscriptions.length === 0,
  );
  await service.publish("Nobody listens");
  await service.clock.advance(60_000);
  expect(callback.posts()).toHaveLength(1);
});

test("105: plain text", async () => {
  const callback = await receiver();
  const hub = await hubHarness({ contentType: "text/plain; charset=utf-8" });
  await hub.subscribe(callback.url);
  await hub.settled();
  hub.publish("just text ☃\n");
  await hub.settled();
  expect(callback.posts()[0]?.headers["content-type"]).toBe("text/plain; charset=utf-8");
  expect(callback.posts()[0]?.body.toString()).toBe("just text ☃\n");
});

test.each([
  ["106: JSON", "json_feed", "/feeds/news/feed.json"],
  ["Atom, too", "atom", "/feeds/news/atom.xml"],
])("%s", async (_, format, path) => {
  const service = await running(HUB, undefined, format);
  const callback = await receiver();
  const found = await subscribed(service, callback, { "hub.secret": "s" }, path);
  await expectDelivery(service, callback, found, "s", path);
});

test("the document itself names hub and topic, too", async () => {
  const service = await running(HUB);
  const { hub, self } = await discovered(service, "/feeds/news/rss.xml");
  const document = (await service.test.feed("/feeds/news/rss.xml")).body;
  expect(document).toContain(`<atom:link href="${hub}" rel="hub"/>`);
  expect(document).toContain(`<atom:link href="${self}" rel="self"`);
});

test("a service without a hub names none and has none", async () => {
  const service = await running();
  const topic = await fetch(`${service.url}/feeds/news/rss.xml`);
  expect(topic.headers.get("link")).toBeNull();
  expect((await subscribeAt(`${service.url}/websub`, {})).status).toBe(404);
});
