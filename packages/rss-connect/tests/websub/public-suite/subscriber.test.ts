// The public WebSub test list for subscribers: subscribing 200 to 205, distribution 300 to 302, and how it goes on.
import { signatureOf } from "../../../src/websub/model/signature.ts";
import {
  ownSubscriptionKey,
  type OwnSubscription,
} from "../../../src/websub/subscriber/documents.ts";
import { expect, test } from "vitest";
import { receiver, type Receiver, type Reply } from "../receiver.ts";
import { running, type Running } from "../running.ts";

interface Elsewhere {
  readonly topic: Receiver;
  readonly hub: Receiver;
  /** Fields of the newest subscription request. */
  asked(): URLSearchParams;
}

async function elsewhere(
  answer: (elsewhere: { topic: Receiver; hub: Receiver }, path: string) => Reply | null = () =>
    null,
): Promise<Elsewhere> {
  const hub = await receiver(() => ({ status: 202 }));
  const topic = await receiver();
  topic.answer = ({ path }) =>
    answer({ topic, hub }, path) ?? {
      status: 200,
      headers: { link: `<${hub.url}/>; rel="hub", <${topic.url}/self>; rel="self"` },
      body: "content",
    };
  return {
    topic,
    hub,
    asked: () => new URLSearchParams(hub.posts().at(-1)?.body.toString() ?? ""),
  };
}

/** A service that wants the topic, and has asked the hub for it. */
async function asking(away: Elsewhere, path = "/feed"): Promise<Running> {
  const service = await running({
    websub: {
      networks: ["127.0.0.0/8"],
      subscriptions: [
        {
          id: "partner",
          topic: away.topic.url + path,
          secret: "0123456789abcdef",
          participant_id: "participant_7",
          coordination_case_id: "case_partner",
        },
      ],
    },
  });
  await service.clock.advance(0);
  await service.settled(() => away.hub.posts().length > 0 && away.asked().has("hub.topic"));
  return service;
}

const verify = (away: Elsewhere, more: Record<string, string> = {}): Promise<Response> => {
  const asked = away.asked();
  const url = new URL(asked.get("hub.callback") ?? "");
  const fields = {
    "hub.mode": "subscribe",
    "hub.topic": asked.get("hub.topic") ?? "",
    "hub.challenge": "challenge-4711",
    "hub.lease_seconds": "864000",
    ...more,
  };
  for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
  return fetch(url);
};

const deliver = (away: Elsewhere, body: string, signature: string | null): Promise<Response> =>
  fetch(away.asked().get("hub.callback") ?? "", {
    method: "POST",
    body,
    headers: {
      "content-type": "application/rss+xml",
      link: `<${away.hub.url}/>; rel="hub", <${away.topic.url}/self>; rel="self"`,
      ...(signature === null ? {} : { "x-hub-signature": signature }),
    },
  });

const signed = (away: Elsewhere, body: string): string =>
  signatureOf("sha256", away.asked().get("hub.secret") ?? "", Buffer.from(body));

const received = async (service: Running) =>
  (await service.test.events()).filter(({ event_type }) => event_type.startsWith("delivery."));

test("200: what is subscribed to is the topic's self, whatever was asked for", async () => {
  const away = await elsewhere();
  await asking(away);
  expect(away.asked().get("hub.topic")).toBe(`${away.topic.url}/self`);
  expect(away.asked().get("hub.mode")).toBe("subscribe");
  expect(Buffer.byteLength(away.asked().get("hub.secret") ?? "")).toBeLessThan(200);
});

test.each([
  ["201", 302],
  ["202", 301],
])("%s: the topic's address redirects with %i", async (_, status) => {
  const away = await elsewhere((_servers, path) =>
    path === "/feed" ? { status, headers: { location: "/moved" } } : null,
  );
  await asking(away);
  expect(away.topic.received.map(({ path }) => path)).toEqual(["/feed", "/moved"]);
  expect(away.asked().get("hub.topic")).toBe(`${away.topic.url}/self`);
});

test.each([
  ["203", 307],
  ["204", 308],
])("%s: the hub redirects with %i, and is asked the same", async (_, status) => {
  const away = await elsewhere();
  away.hub.answer = ({ path }) =>
    path === "/" ? { status, headers: { location: "/other" } } : { status: 202 };
  const service = await asking(away);
  await service.settled(() => away.hub.posts().length === 2);
  const [first, second] = away.hub.posts();
  expect(second?.path).toBe("/other");
  expect(second?.body.toString()).toBe(first?.body.toString());
});

test("205: a verification for another topic is refused, the right one is echoed", async () => {
  const away = await elsewhere();
  await asking(away);
  const wrong = await verify(away, { "hub.topic": `${away.topic.url}/other` });
  expect(wrong.status).toBe(404);
  const right = await verify(away);
  expect([right.status, await right.text()]).toEqual([200, "challenge-4711"]);
  expect(right.headers.get("content-type")).toContain("text/plain");
});

test("300: a delivery is answered 2xx, and is evidence of receipt by this system", async () => {
  const away = await elsewhere();
  const service = await asking(away);
  await verify(away);
  expect((await deliver(away, "<rss>1</rss>", signed(away, "<rss>1</rss>"))).status).toBe(204);
  const [event, ...more] = await received(service);
  expect(more).toEqual([]);
  expect(event).toMatchObject({
    event_type: "delivery.payload.received",
    coordination_case_id: "case_partner",
    participant_id: "participant_7",
    evidence_grade: { strength: "medium", actor_certainty: "none" },
  });
  expect(JSON.stringify(event)).not.toContain("<rss>");
});

test.each([
  ["301: a wrong signature", (away: Elsewhere) => signed(away, "other")],
  ["302: no signature", () => null],
])("%s is acknowledged and ignored", async (_, signature) => {
  const away = await elsewhere();
  const service = await asking(away);
  await verify(away);
  expect((await deliver(away, "<rss>1</rss>", signature(away))).status).toBe(204);
  expect(await received(service)).toEqual([]);
});

test("the same content twice is one piece of evidence", async () => {
  const away = await elsewhere();
  const service = await asking(away);
  await verify(away);
  for (let time = 0; time < 2; time += 1)
    await deliver(away, "<rss>1</rss>", signed(away, "<rss>1</rss>"));
  expect(await received(service)).toHaveLength(1);
});

test("a callback that nobody was told is not found", async () => {
  const away = await elsewhere();
  const service = await asking(away);
  const callback = new URL(away.asked().get("hub.callback") ?? "");
  expect(callback.origin).toBe(service.url);
  for (const path of ["/websub/callbacks/partner/guessed", "/websub/callbacks/other/x"]) {
    expect((await fetch(service.url + path, { method: "POST", body: "x" })).status).toBe(404);
  }
});

test("a lease is renewed before it ends", async () => {
  const away = await elsewhere();
  const service = await asking(away);
  await verify(away, { "hub.lease_seconds": "3600" });
  await service.clock.advance(2_700_000 - 1);
  expect(away.hub.posts()).toHaveLength(1);
  await service.clock.advance(1);
  await service.settled(() => away.hub.posts().length === 2);
});

test("a denial ends it for a day", async () => {
  const away = await elsewhere();
  const service = await asking(away);
  await verify(away);
  expect((await verify(away, { "hub.mode": "denied", "hub.reason": "no" })).status).toBe(200);
  expect((await deliver(away, "x", signed(away, "x"))).status).toBe(404);
  expect(await received(service)).toEqual([]);
});

test("a topic that names no hub is looked at again later", async () => {
  const away = await elsewhere();
  const standing = away.topic.answer;
  away.topic.answer = () => ({ status: 200, body: "no links" });
  const service = await running({
    websub: {
      networks: ["127.0.0.0/8"],
      subscriptions: [{ id: "partner", topic: away.topic.url, secret: "0123456789abcdef" }],
    },
  });
  await service.clock.advance(0);
  await service.settled(() => away.topic.received.length === 1);
  const key = ownSubscriptionKey("partner");
  let nextAt = 0;
  await service.settled(async () => {
    const doc = (await service.test.store.load("default", [{ doc: key }])).doc(key);
    const state = doc === null ? null : (JSON.parse(doc.text) as OwnSubscription);
    nextAt = state?.next_at ?? 0;
    return state?.failures === 1;
  });
  away.topic.answer = standing;
  // No further: the request that begins then has ten seconds of this clock.
  await service.clock.advance(nextAt - service.clock.now());
  await service.settled(() => away.hub.posts().length === 1);
});
