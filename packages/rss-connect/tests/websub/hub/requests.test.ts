import { until } from "@underclaim/runtime/testing";
import { expect, test } from "vitest";
import { receiver, willing } from "../receiver.ts";
import { hubHarness, SELF } from "./harness.ts";

const CALLBACK = "https://subscriber.example/cb";

test.each([
  ["hub.callback", { "hub.callback": "" }],
  ["hub.mode", { "hub.mode": "publish" }],
  ["hub.topic", { "hub.topic": "" }],
  ["hub.secret", { "hub.secret": "x".repeat(200) }],
  ["hub.lease_seconds", { "hub.lease_seconds": "-1" }],
  ["hub.signature_method", { "hub.signature_method": "md5" }],
  ["hub.callback", { "hub.callback": "ftp://subscriber.example/" }],
  ["hub.callback", { "hub.callback": "https://user:4711@subscriber.example/" }],
  ["hub.callback", { "hub.callback": "https://subscriber.example/#fragment" }],
])("a request with a wrong %s is refused and says so", async (field, fields) => {
  const hub = await hubHarness();
  const answer = await hub.subscribe(CALLBACK, fields);
  expect(answer.status).toBe(400);
  expect(answer.text).toContain(field);
  expect(answer.text).not.toContain("4711");
});

test("a secret of 199 bytes, and fields that nobody knows, are taken", async () => {
  const callback = await receiver();
  const hub = await hubHarness();
  const answer = await hub.subscribe(callback.url, {
    "hub.secret": "é".repeat(99) + "x",
    "hub.foo": "bar",
    other: "value",
  });
  expect(answer).toEqual({ status: 202, text: "" });
});

test("only this service's own topics are taken, compared whole", async () => {
  const hub = await hubHarness();
  for (const topic of [
    `${SELF}.evil.example`,
    `${SELF}?x=1`,
    "https://example.com/feed.xm",
    "https://example.com.evil.example/feed.xml",
    "http://169.254.169.254/latest/meta-data/",
    "not a url",
  ]) {
    expect((await hub.subscribe(CALLBACK, { "hub.topic": topic })).status).toBe(404);
  }
});

test("a feed that is not public takes registered callbacks only", async () => {
  const callback = await receiver();
  const options = {
    restricted: true,
    registered: (_tenant: string, url: string) =>
      url === `${callback.url}/erp`
        ? { id: "erp", kind: "internal_system" as const, participant_id: null }
        : null,
  };
  const hub = await hubHarness(options);
  expect((await hub.subscribe(`${callback.url}/any`)).status).toBe(403);
  expect((await hub.subscribe(`${callback.url}/erp`)).status).toBe(202);
  await hub.settled();
  hub.publish("two", ["a"]);
  await hub.settled();
  expect(callback.posts()).toHaveLength(1);
  expect(hub.types().at(-1)).toBe("hub.delivery.accepted");
});

test.each([
  ["another body", () => ({ status: 200, body: "no" })],
  [
    "the challenge and more",
    (query: URLSearchParams) => ({ status: 200, body: `${query.get("hub.challenge")}\n` }),
  ],
  ["no 2xx", (query: URLSearchParams) => ({ status: 404, body: query.get("hub.challenge") ?? "" })],
  [
    "a redirect",
    (query: URLSearchParams) => ({
      status: 302,
      headers: { location: "/elsewhere" },
      body: query.get("hub.challenge") ?? "",
    }),
  ],
])("a callback that answers %s is not subscribed and is asked once", async (_, answer) => {
  const callback = await receiver((request) => answer(request.query));
  const hub = await hubHarness();
  await hub.subscribe(callback.url);
  await hub.settled();
  await hub.advance(3_600_000);
  await hub.settled();
  expect(callback.received).toHaveLength(1);
  hub.publish("two", ["a"]);
  await hub.settled();
  expect(callback.posts()).toEqual([]);
  expect(hub.types()).toEqual([]);
});

test("a callback that is down is asked three times, with a new challenge each", async () => {
  const callback = await receiver(() => ({ status: 503 }));
  const hub = await hubHarness();
  await hub.subscribe(callback.url);
  await hub.settled();
  for (let minute = 0; minute < 5; minute += 1) {
    await hub.advance(60_000);
    await hub.settled();
  }
  const challenges = callback.received.map(({ query }) => query.get("hub.challenge"));
  expect(challenges).toHaveLength(3);
  expect(new Set(challenges).size).toBe(3);
});

test("the lease is the subscriber's wish within the hub's limits", async () => {
  const callback = await receiver();
  const hub = await hubHarness();
  for (const [asked, given] of [
    ["1", "60"],
    ["3600", "3600"],
    ["9999999999", "2592000"],
  ] as const) {
    await hub.subscribe(`${callback.url}/${asked}`, { "hub.lease_seconds": asked });
    await hub.settled();
    expect(callback.received.at(-1)?.query.get("hub.lease_seconds")).toBe(given);
  }
});

test("a request is taken on again after a restart", async () => {
  const callback = await receiver(() => null);
  const first = await hubHarness();
  await first.subscribe(callback.url);
  await until(() => callback.received.length === 1);
  callback.answer = willing;
  const second = await first.again();
  await second.settled();
  expect(second.hub.subscriptions("default", "example").size).toBe(1);
});

test("unsubscribing is confirmed like subscribing", async () => {
  const callback = await receiver();
  const hub = await hubHarness();
  await hub.subscribe(callback.url);
  await hub.settled();
  callback.answer = () => ({ status: 404 });
  await hub.subscribe(callback.url, { "hub.mode": "unsubscribe" });
  await hub.settled();
  expect(hub.hub.subscriptions("default", "example").size).toBe(1);
  callback.answer = willing;
  await hub.subscribe(callback.url, { "hub.mode": "unsubscribe" });
  await hub.settled();
  expect(callback.received.at(-1)?.query.has("hub.lease_seconds")).toBe(false);
  expect(hub.hub.subscriptions("default", "example").size).toBe(0);
  hub.publish("two", ["a"]);
  await hub.settled();
  expect(callback.posts()).toEqual([]);
});

test("nobody is flooded through the hub: requests for one host are counted", async () => {
  const callback = await receiver(() => ({ status: 404 }));
  const hub = await hubHarness({ settings: { verificationsPerMinute: 3 } });
  const answers: number[] = [];
  for (let index = 0; index < 5; index += 1)
    answers.push((await hub.subscribe(`${callback.url}/${index}`)).status);
  await hub.settled();
  expect(answers).toEqual([202, 202, 202, 429, 429]);
  expect(callback.received).toHaveLength(3);
  await hub.advance(60_000);
  expect((await hub.subscribe(`${callback.url}/later`)).status).toBe(202);
});

test("a clock that is set back locks nobody out for longer than a minute, and forgets nobody's count", async () => {
  const callback = await receiver(() => ({ status: 404 }));
  const hub = await hubHarness({ settings: { verificationsPerMinute: 2 } });
  const status = async (path: string) => (await hub.subscribe(`${callback.url}/${path}`)).status;
  expect([await status("1"), await status("2"), await status("3")]).toEqual([202, 202, 429]);
  await hub.advance(-3_600_000);
  expect(await status("4")).toBe(429);
  await hub.advance(60_000);
  expect(await status("5")).toBe(202);
});

test("a topic takes no more subscribers than it may, and renewals always", async () => {
  const callback = await receiver();
  const hub = await hubHarness({ settings: { subscriptionsPerFeed: 2 } });
  await hub.subscribe(`${callback.url}/1`);
  await hub.subscribe(`${callback.url}/2`);
  await hub.settled();
  expect((await hub.subscribe(`${callback.url}/3`)).status).toBe(503);
  expect((await hub.subscribe(`${callback.url}/1`)).status).toBe(202);
});

test("neither callbacks nor secrets stand in the log or in evidence", async () => {
  const callback = await receiver(() => ({ status: 404 }));
  const hub = await hubHarness();
  await hub.subscribe(`${callback.url}/capability-4711`, { "hub.secret": "geheimnis" });
  await hub.settled();
  callback.answer = willing;
  await hub.subscribe(`${callback.url}/capability-4711`, { "hub.secret": "geheimnis" });
  await hub.settled();
  hub.publish("two", ["a"]);
  await hub.settled();
  const said = hub.logged() + JSON.stringify(hub.observed);
  expect(said).toContain("hub.delivery.accepted");
  expect(said).not.toContain("capability-4711");
  expect(said).not.toContain("geheimnis");
});
