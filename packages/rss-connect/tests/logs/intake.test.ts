import { Readable } from "node:stream";
import { request } from "undici";
import { expect, test } from "vitest";
import { EXAMPLE_FEED, itemOf, testService, type TestService } from "../support/service.ts";
import { publish, update } from "../support/requests.ts";
import { CLOUDFRONT_HEAD, caddyLine, cloudfrontLine, nginxLine, type Hit } from "./lines.ts";

const FEEDS = { feeds: [{ ...EXAMPLE_FEED, observe_fetches: false }] };
const at = (service: TestService, ms = 0): string =>
  new Date(service.clock.now() + ms).toISOString();

interface Taken {
  readonly offset: number;
  readonly fetched: number;
  readonly revalidated: number;
  readonly other: number;
  readonly observed_elsewhere: number;
  readonly not_understood: number;
  readonly not_understood_lines: number[];
  readonly in_the_future: number;
  readonly claims_dropped: number;
}

async function take(
  service: TestService,
  lines: readonly string[],
  { format = "nginx", offset = 0, source = "web" } = {},
) {
  const reply = await service.service.app.inject({
    method: "POST",
    url: `/access-logs/${source}?format=${format}&offset=${offset}`,
    headers: { "content-type": "text/plain" },
    payload: lines.map((line) => `${line}\n`).join(""),
  });
  return { status: reply.statusCode, body: JSON.parse(reply.body) as Taken };
}

const fetches = async (service: TestService) =>
  (await service.events()).filter(({ event_type }) => event_type === "feed.feed.fetched");

async function withItem(): Promise<{ service: TestService; item: string }> {
  const service = await testService({ configuration: FEEDS });
  const item = itemOf(await service.act(publish()));
  await service.clock.advance(60_000);
  return { service, item };
}

test.each([
  ["nginx", (hit: Hit) => [nginxLine(hit)]],
  ["caddy", (hit: Hit) => [caddyLine(hit)]],
  ["cloudfront", (hit: Hit) => [CLOUDFRONT_HEAD, cloudfrontLine(hit)]],
])("%s: a fetch in the log is evidence about what stood in the feed", async (format, lines) => {
  const { service, item } = await withItem();
  const { status, body } = await take(service, lines({ at: at(service) }), { format });
  expect([status, body.fetched]).toEqual([200, 1]);
  const [event, ...more] = await fetches(service);
  expect(more).toEqual([]);
  expect(event).toMatchObject({
    coordination_case_id: "case_1",
    evidence_grade: { strength: "weak", actor_certainty: "low" },
    metadata: { consumer_classification: "feed_reader", product: "newsboat" },
  });
  const { channel } = await service.assessment(item);
  expect(channel.subclass).toBe("undef.feed_reader_fetch");
});

test("a fetch from before the item, or of an older version, is no evidence about it", async () => {
  const service = await testService({ configuration: FEEDS });
  const before = at(service, -1_000);
  const item = itemOf(await service.act(publish()));
  await service.clock.advance(60_000);
  const between = at(service);
  await service.clock.advance(60_000);
  await service.act(update({ feed_item_id: item }));
  await service.clock.advance(60_000);
  await take(service, [nginxLine({ at: before }), nginxLine({ at: between })]);
  const cases = (await fetches(service)).map(({ coordination_case_id: id }) => id);
  expect(new Set(cases)).toEqual(new Set(["adapter:rss-connect.default"]));
  expect((await service.assessment(item)).channel.subclass).toBe("success.item_updated");
});

test("a download that began before the item, and ended after it, is no evidence about it", async () => {
  const { service, item } = await withItem();
  const line = caddyLine({ at: at(service) }).replace('"duration":0.01', '"duration":90.5');
  const { body } = await take(service, [line], { format: "caddy" });
  expect(body).toMatchObject({ fetched: 1 });
  expect((await service.assessment(item)).channel.subclass).toBe("undef.awareness_unproven");
});

test("what a cache answered may be a day old", async () => {
  const { service } = await withItem();
  await service.clock.advance(3_600_000);
  const hit = { at: at(service), cache: "Hit" };
  await take(service, [CLOUDFRONT_HEAD, cloudfrontLine(hit)], { format: "cloudfront" });
  const [event] = await fetches(service);
  expect(event?.coordination_case_id).toBe("adapter:rss-connect.default");
  expect(event?.metadata).toMatchObject({ cache_status: "hit" });
});

test.each([
  ["caddy", (hit: Hit) => [caddyLine(hit)]],
  ["cloudfront", (hit: Hit) => [CLOUDFRONT_HEAD, cloudfrontLine(hit)]],
])("%s: the same path on another host is not the feed", async (format, lines) => {
  const { service } = await withItem();
  const elsewhere = lines({ at: at(service) }).map((line) =>
    line.replace("example.com", "blog.example.net"),
  );
  const { body } = await take(service, elsewhere, { format });
  expect(body).toMatchObject({ fetched: 0, not_understood: 0 });
  expect(await fetches(service)).toEqual([]);
});

test("a log of this service's own server may name any host", async () => {
  const { service } = await withItem();
  const line = caddyLine({ at: at(service), path: "/feeds/example/rss.xml" });
  const { body } = await take(service, [line.replace("example.com", "127.0.0.1:7103")], {
    format: "caddy",
  });
  expect(body).toMatchObject({ fetched: 1 });
});

test("whom CloudFront saw leave before the end has fetched nothing", async () => {
  const { service } = await withItem();
  const line = cloudfrontLine({ at: at(service), cache: "Error" });
  const { body } = await take(service, [CLOUDFRONT_HEAD, line], { format: "cloudfront" });
  expect(body).toMatchObject({ fetched: 0, other: 3, not_understood: 0 });
});

test("304 and HEAD are cache checks, other answers nothing", async () => {
  const { service } = await withItem();
  const { body } = await take(service, [
    nginxLine({ at: at(service), status: 304 }),
    nginxLine({ at: at(service), method: "HEAD" }),
    nginxLine({ at: at(service), status: 404 }),
    // Some of the bytes: which items stand in them nobody knows.
    nginxLine({ at: at(service), status: 206 }),
    nginxLine({ at: at(service), status: 301 }),
    nginxLine({ at: at(service), method: "POST" }),
    nginxLine({ at: at(service), path: "/other" }),
  ]);
  expect(body).toMatchObject({ fetched: 0, revalidated: 2, other: 5 });
  const events = await fetches(service);
  expect(events).toHaveLength(1);
  expect(events[0]?.metadata).toMatchObject({ cache_status: "revalidated" });
});

test("what this service observes itself is not counted again", async () => {
  const service = await testService();
  await service.act(publish());
  await service.clock.advance(60_000);
  const { body } = await take(service, [nginxLine({ at: at(service) })]);
  expect(body).toMatchObject({ fetched: 0, observed_elsewhere: 1 });
  expect(await fetches(service)).toEqual([]);
});

test("a log that is handed in under another name says nothing new", async () => {
  const { service } = await withItem();
  const lines = [
    nginxLine({ at: at(service) }),
    nginxLine({ at: at(service), agent: "curl/8.5.0" }),
  ];
  await take(service, lines);
  const once = await fetches(service);
  await take(service, lines, { source: "web-again" });
  expect(await fetches(service)).toEqual(once);
});

test("parts come in order: one that does not begin where the last ended is refused", async () => {
  const { service } = await withItem();
  const first = await take(service, [nginxLine({ at: at(service) })]);
  const again = await take(service, [nginxLine({ at: at(service) })]);
  expect(again.status).toBe(409);
  expect(JSON.stringify(again.body)).toContain(String(first.body.offset));
  const next = await take(service, [nginxLine({ at: at(service) })], { offset: first.body.offset });
  expect(next.status).toBe(200);
  const { body } = await service.get("/access-logs/web");
  expect(body).toEqual({ source: "web", format: "nginx", offset: next.body.offset, lines: 2 });
});

test("where a log is cut makes no difference", async () => {
  const whole = await withItem();
  const cut = await withItem();
  const lines = Array.from({ length: 40 }, (_, index) =>
    nginxLine({
      at: at(whole.service, -index * 900_000),
      agent:
        [
          "curl/8.5.0",
          "newsboat/2.21.0",
          "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 12 subscribers)",
        ][index % 3] ?? "",
    }),
  ).toReversed();
  await take(whole.service, lines);
  let offset = 0;
  for (const line of lines) offset = (await take(cut.service, [line], { offset })).body.offset;
  const said = async (service: TestService) =>
    (await fetches(service)).map(({ metadata, coordination_case_id: id }) =>
      JSON.stringify([id, metadata?.["consumer_classification"], metadata?.["evidence_key"]]),
    );
  expect((await said(cut.service)).toSorted()).toEqual((await said(whole.service)).toSorted());
});

test("lines that are not understood are counted and named, and hold nothing up", async () => {
  const { service } = await withItem();
  const { body } = await take(service, ["garbage", nginxLine({ at: at(service) }), "\u0000\u0001"]);
  expect(body).toMatchObject({ fetched: 1, not_understood: 2, not_understood_lines: [1, 3] });
});

test("a clock that is ahead is not believed", async () => {
  const { service } = await withItem();
  const { body } = await take(service, [nginxLine({ at: at(service, 3_600_000) })]);
  expect(body).toMatchObject({ fetched: 0, in_the_future: 1 });
});

test("half a line is refused", async () => {
  const { service } = await withItem();
  const reply = await service.service.app.inject({
    method: "POST",
    url: "/access-logs/web?format=nginx&offset=0",
    payload: nginxLine({ at: at(service) }),
    headers: { "content-type": "text/plain" },
  });
  expect(reply.statusCode).toBe(400);
});

test("an aggregator's subscribers are its latest claim, not a sum", async () => {
  const { service } = await withItem();
  const claim = (count: number) =>
    `Feedly/1.0 (+http://www.feedly.com/fetcher.html; ${count} subscribers; feed-id=7)`;
  await take(service, [
    nginxLine({ at: at(service, -3_000), agent: claim(12) }),
    nginxLine({ at: at(service, -2_000), agent: claim(15) }),
    nginxLine({ at: at(service, -2_500), agent: claim(14) }),
  ]);
  const { body } = await service.get("/feeds/example/subscriber-claims");
  expect(body).toEqual({
    claims: [
      {
        service: "Feedly",
        feed_id: "7",
        count: 15,
        first_at: at(service, -2_000),
        claimed_at: at(service, -2_000),
      },
    ],
    dropped: null,
  });
});

test("aggregators that come back are not lost to a client that invents others, and what found no room is told", async () => {
  const { service } = await withItem();
  const real = [
    "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 12 subscribers; feed-id=7)",
    "SmallReader/1.0 (3 subscribers; feed-id=9)",
  ];
  const invented = (hour: number) =>
    Array.from({ length: 300 }, (_, n) => [
      `Invented${hour}x${n}/1.0 (1 subscribers)`,
      `Feedly/1.0 (1 subscribers; feed-id=invented-${hour}-${n})`,
    ]).flat();
  let offset = 0;
  for (const agents of [invented(0), real, [...invented(1), ...real], [...invented(2), ...real]]) {
    await service.clock.advance(3_600_000);
    const lines = agents.map((agent) => nginxLine({ at: at(service, -1_000), agent }));
    const { body } = await take(service, lines, { offset });
    offset = body.offset;
    if (agents !== real) expect(body.claims_dropped).toBeGreaterThan(300);
  }
  const { body } = await service.get<{
    claims: { service: string; feed_id: string; first_at: string }[];
    dropped: { count: number; last_at: string };
  }>("/feeds/example/subscriber-claims");
  const kept = body.claims.map(({ service: name, feed_id: id }) => `${name} ${id}`);
  expect(kept).toContain("Feedly 7");
  expect(kept).toContain("SmallReader 9");
  expect(kept.filter((name) => name.startsWith("Feedly"))).toHaveLength(10);
  expect(kept).toHaveLength(110);
  expect(body.dropped.count).toBeGreaterThan(1_000);
  const { body: health } = await service.get("/feeds/example/health");
  expect(health["known_degradations"]).toContain("subscriber_claims_dropped");
  expect(health["status"]).not.toBe("degraded");
});

test("neither address, user, query nor user agent is kept or said", async () => {
  const { service } = await withItem();
  const line = nginxLine({
    at: at(service),
    path: "/feed.xml?token=geheim-4711",
    agent: "curl/8.5.0 (id 0815)",
  });
  await take(service, [line]);
  const everything = JSON.stringify(await service.events()) + service.logged();
  const natives = JSON.stringify(
    (await service.store.timeline("default", "feed:example")).natives.map(({ text }) => text),
  );
  for (const secret of ["192.0.2.7", "alice", "geheim-4711", "0815"]) {
    expect(everything + natives).not.toContain(secret);
  }
});

test("a part whose evidence is written and whose position is not is read again without a new event", async () => {
  let fails = false;
  const service = await testService({
    configuration: FEEDS,
    wrap: (store) => ({
      ...store,
      commit: async (tenant, changes) => {
        if (fails && changes.docs?.some((write) => "put" in write && write.put[0] === "access_log"))
          throw new Error("The process is killed here.");
        return store.commit(tenant, changes);
      },
    }),
  });
  await service.act(publish());
  await service.clock.advance(60_000);
  const lines = [
    nginxLine({ at: at(service) }),
    nginxLine({ at: at(service), agent: "curl/8.5.0" }),
  ];
  fails = true;
  expect((await take(service, lines)).status).toBe(500);
  const before = await fetches(service);
  expect(before).toHaveLength(2);
  fails = false;
  expect((await take(service, lines)).status).toBe(200);
  expect(await fetches(service)).toEqual(before);
});

test("a part that is longer than may be, and one that breaks off, leave nothing and hold nothing up", async () => {
  const { service } = await withItem();
  const url = await service.service.app.listen({ host: "127.0.0.1", port: 0 });
  const address = `${url}/access-logs/web?format=nginx&offset=0`;
  const line = Buffer.from(`${nginxLine({ at: at(service) })}\n`);
  const lines = Buffer.concat(Array.from({ length: 10_000 }, () => line));
  async function* endless() {
    for (let sent = 0; sent < 40_000_000; sent += lines.length) yield lines;
  }
  const long = await request(address, { method: "POST", body: Readable.from(endless()) });
  expect([long.statusCode, await long.body.text()]).toEqual([
    413,
    expect.stringContaining("body_too_large"),
  ]);
  async function* breaking() {
    yield line;
    throw new Error("gone");
  }
  const broken = request(address, { method: "POST", body: Readable.from(breaking()) });
  await expect(broken).rejects.toThrow("gone");
  expect(await fetches(service)).toEqual([]);
  const next = await request(address, { method: "POST", body: line });
  expect([next.statusCode, await next.body.json()]).toMatchObject([200, { fetched: 1 }]);
});

test("a first line whose time a disk has filled with NUL is not understood, and holds nothing up", async () => {
  const { service } = await withItem();
  const line = nginxLine({ at: at(service) });
  const spoilt = line.replace(/\[.{26}\]/, `[${"\0".repeat(26)}]`);
  const { status, body } = await take(service, [spoilt, line]);
  expect([status, body]).toMatchObject([200, { fetched: 1, not_understood: 1 }]);
});
