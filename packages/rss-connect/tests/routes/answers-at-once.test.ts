// What is ready is answered past the framework's reply. A request with credentials, of which a public feed needs none,
// goes the long way: both must be answered alike.
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import fc from "fast-check";
import { expect, it } from "vitest";
import { rawHttp, type RawAnswer } from "../support/raw-http.ts";
import { content, publish } from "../support/requests.ts";
import { EXAMPLE_FEED, testService, type TestService } from "../support/service.ts";

const LONG_WAY = "authorization: Bearer of-nobody-0123456789";

interface Served {
  readonly test: TestService;
  readonly port: number;
  readonly etag: string;
  readonly packed: string;
  readonly modified: string;
}

/** A service that listens, with a feed that is ready in two formats, and that names a hub. */
async function served(): Promise<Served> {
  const test = await testService({
    configuration: { public_url: "http://feeds.example", websub: { hub: { enabled: true } } },
  });
  await test.act(publish());
  await test.clock.advance(2_000);
  const { headers } = await test.feed();
  const packed = await test.feed(undefined, { "accept-encoding": "gzip" });
  await test.feed("/feeds/example/atom.xml");
  return {
    test,
    port: await listening(test),
    etag: headers["etag"] ?? "",
    packed: packed.headers["etag"] ?? "",
    modified: headers["last-modified"] ?? "",
  };
}

async function listening({ service }: TestService): Promise<number> {
  await service.app.listen({ host: "127.0.0.1", port: 0 });
  return (service.app.server.address() as AddressInfo).port;
}

const request = (first: string, fields: readonly string[]): string =>
  [first, "host: x", ...fields, "", ""].join("\r\n");

/** Who answers stamps it with its own clock. */
const undated = ({ head, body }: RawAnswer) => ({
  head: head.filter((field) => !field.startsWith("Date: ")),
  body: body.toString("base64"),
});

/** What both ways answer. */
async function both(port: number, requests: readonly Asked[]) {
  const [short, long] = await Promise.all(
    [[], [LONG_WAY]].map(async (way) => {
      const texts = requests.map(({ first, fields }) => request(first, [...fields, ...way]));
      const { answers, closed } = await rawHttp(port, texts);
      return { answers: answers.map(undated), closed };
    }),
  );
  return { short, long };
}

interface Asked {
  readonly first: string;
  readonly fields: readonly string[];
}

const GET = "GET /feeds/example/rss.xml HTTP/1.1";
const HEAD = "HEAD /feeds/example/rss.xml HTTP/1.1";

const CASES: readonly (readonly [
  what: string,
  first: string,
  fields: (of: Served) => string[],
  status: number,
])[] = [
  ["a plain GET", GET, () => [], 200],
  ["HEAD", HEAD, () => [], 200],
  ["another format", "GET /feeds/example/atom.xml HTTP/1.1", () => [], 200],
  ["a query", "GET /feeds/example/rss.xml?a=%zz&b HTTP/1.1", () => [], 200],
  ["an escaped address", "GET /feeds/ex%61mple/rss.xml HTTP/1.1", () => [], 200],
  [
    "an address that names the tenant",
    "GET /t/default/feeds/example/rss.xml HTTP/1.1",
    () => [],
    200,
  ],
  ["a tenant that is none", "GET /t/nobody/feeds/example/rss.xml HTTP/1.1", () => [], 404],
  ["a feed that is none", "GET /feeds/none/rss.xml HTTP/1.1", () => [], 404],
  ["an id that is none", `GET /feeds/${"x".repeat(65)}/rss.xml HTTP/1.1`, () => [], 400],
  ["gzip", GET, () => ["accept-encoding: gzip, deflate, br"], 200],
  ["HEAD with gzip", HEAD, () => ["accept-encoding: gzip"], 200],
  ["gzip that is refused", GET, () => ["accept-encoding: gzip;q=0, *"], 200],
  ["an Accept-Encoding that is none", GET, () => ["accept-encoding: ;;=,\t,gzip;q=x"], 200],
  ["Accept-Encoding twice", GET, () => ["accept-encoding: br", "accept-encoding: gzip"], 200],
  ["the ETag", GET, ({ etag }) => [`if-none-match: ${etag}`], 304],
  ["HEAD with the ETag", HEAD, ({ etag }) => [`if-none-match: ${etag}`], 304],
  ["the ETag, weak and in a list", GET, ({ etag }) => [`if-none-match: "a", W/${etag}`], 304],
  ["If-None-Match twice", GET, ({ etag }) => ['if-none-match: "a"', `if-none-match: ${etag}`], 304],
  ["any ETag", GET, () => ["if-none-match: *"], 304],
  ["the ETag of the other encoding", GET, ({ packed }) => [`if-none-match: ${packed}`], 200],
  [
    "the packed ETag with gzip",
    GET,
    ({ packed }) => ["accept-encoding: gzip", `if-none-match: ${packed}`],
    304,
  ],
  ["an ETag that is none", GET, () => ["if-none-match: '\" ,,"], 200],
  ["the date", GET, ({ modified }) => [`if-modified-since: ${modified}`], 304],
  ["a date that is none", GET, () => ["if-modified-since: yesterday"], 200],
  [
    "the date twice",
    GET,
    ({ modified }) => ["if-modified-since: yesterday", `if-modified-since: ${modified}`],
    200,
  ],
  [
    "an old ETag with the date",
    GET,
    ({ modified }) => ['if-none-match: "old"', `if-modified-since: ${modified}`],
    200,
  ],
  [
    "User-Agent and Referer twice",
    GET,
    () => ["user-agent: a", "user-agent: b", "referer: c", "referer: d"],
    200,
  ],
  ["a body", GET, () => ["content-type: application/json", "content-length: 0"], 200],
  ["a connection that is closed", GET, () => ["connection: close"], 200],
  [
    "304 on a connection that is closed",
    GET,
    ({ etag }) => ["connection: close", `if-none-match: ${etag}`],
    304,
  ],
  ["HTTP/1.0", "GET /feeds/example/rss.xml HTTP/1.0", () => [], 200],
  [
    "HTTP/1.0 that keeps its connection",
    "GET /feeds/example/rss.xml HTTP/1.0",
    () => ["connection: keep-alive"],
    200,
  ],
  [
    "HTTP/1.0 with the ETag",
    "GET /feeds/example/rss.xml HTTP/1.0",
    ({ etag }) => [`if-none-match: ${etag}`],
    304,
  ],
];

it("what is ready is answered at once, and nothing that must be looked for or asked for is", async () => {
  const { test, port } = await served();
  const asked: boolean[] = [];
  // After the framework's listener: the long way waits at least once.
  test.service.app.server.on("request", (_request, response: ServerResponse) =>
    asked.push(response.writableEnded),
  );
  const ask = async (first: string, ...fields: string[]): Promise<boolean | undefined> => {
    await rawHttp(port, [request(first, fields)]);
    return asked.at(-1);
  };
  const json = GET.replace("rss.xml", "feed.json");
  expect(await ask(GET)).toBe(true);
  expect(await ask(HEAD)).toBe(true);
  expect(await ask(GET, LONG_WAY)).toBe(false);
  expect([await ask(json), await ask(json)]).toEqual([false, true]);
  expect(await ask(GET.replace("example", "none"))).toBe(false);
  expect(await ask(GET.replace("/feeds", "/t/nobody/feeds"))).toBe(false);
  await test.act(publish());
  expect([await ask(GET), await ask(GET)]).toEqual([false, true]);
});

it.each([
  ["a feed whose readers authenticate", { visibility: "private" }, 401],
  [
    "a feed that is each participant's own",
    { per_participant: true, visibility: "private", policy: { require_authentication: false } },
    200,
  ],
])("%s is never answered at once", async (_which, feed, status) => {
  const test = await testService({ configuration: { feeds: [{ ...EXAMPLE_FEED, ...feed }] } });
  await test.act(publish());
  await test.feed();
  const port = await listening(test);
  const asked: boolean[] = [];
  test.service.app.server.on("request", (_request, response: ServerResponse) =>
    asked.push(response.writableEnded),
  );
  const { answers } = await rawHttp(port, [request(GET, [])]);
  expect(answers[0]?.head[0]).toContain(` ${status} `);
  expect(asked).toEqual([false]);
});

it("whatever is asked, both ways give the same status, fields and bytes", async () => {
  const service = await served();
  for (const [what, first, fieldsOf, status] of CASES) {
    const { short, long } = await both(service.port, [{ first, fields: fieldsOf(service) }]);
    expect([what, short?.answers[0]?.head[0]]).toEqual([
      what,
      expect.stringContaining(` ${status} `),
    ]);
    expect([what, short]).toEqual([what, long]);
  }
  const { short } = await both(service.port, [{ first: GET, fields: [] }]);
  expect(short?.answers[0]?.head).toContainEqual(
    expect.stringMatching(/^link: <http:\/\/feeds\.example\/.*>; rel="hub", <.*>; rel="self"$/),
  );
});

it("requests that come in one piece are answered in their order, alike, whichever way each goes", async () => {
  const { port, etag, packed, modified } = await served();
  const asked = fc.record({
    first: fc.constantFrom(GET, HEAD, GET.replace("rss", "atom"), GET.replace("example", "none")),
    fields: fc.subarray([
      "accept-encoding: gzip",
      `if-none-match: ${etag}`,
      `if-none-match: W/${packed}`,
      `if-modified-since: ${modified}`,
      "if-modified-since: Thu, 01 Jan 1970 00:00:00 GMT",
      "user-agent: newsboat/2.21.0",
      "cache-control: no-cache",
    ]),
  });
  const mixed = fc.array(fc.tuple(asked, fc.boolean()), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(mixed, async (requests) => {
      const { short, long } = await both(
        port,
        requests.map(([each]) => each),
      );
      expect(short).toEqual(long);
      const texts = requests.map(([{ first, fields }, way]) =>
        request(first, way ? [...fields, LONG_WAY] : fields),
      );
      expect((await rawHttp(port, texts)).answers.map(undated)).toEqual(short?.answers);
    }),
    { seed: 45, numRuns: 150 },
  );
});

it("the metrics count both ways under the same names", async () => {
  const { test, port, etag } = await served();
  const counted = async (): Promise<Map<string, number>> => {
    const { body } = await test.service.app.inject({ url: "/metrics" });
    const lines = body.matchAll(/^(underclaim_http_request_duration_seconds_count\{.*\}) (\d+)$/gm);
    return new Map([...lines].map(([, name = "", count]) => [name, Number(count)]));
  };
  const added = async (way: readonly string[]): Promise<[string, number][]> => {
    const before = await counted();
    for (const [first, ...fields] of [
      [GET],
      [GET, "accept-encoding: gzip"],
      [HEAD],
      [GET, `if-none-match: ${etag}`],
      [GET.replace("rss", "atom")],
    ])
      await rawHttp(port, [request(first ?? "", [...fields, ...way])]);
    return [...(await counted())]
      .map(([name, count]): [string, number] => [name, count - (before.get(name) ?? 0)])
      .filter(([name, count]) => count > 0 && !name.includes("/metrics"));
  };
  const short = await added([]);
  expect(short).toEqual(await added([LONG_WAY]));
  expect(short).toContainEqual([
    'underclaim_http_request_duration_seconds_count{method="GET",route="/feeds/:feed_id/rss.xml",status="200"}',
    2,
  ]);
  expect(short).toHaveLength(4);
});

it("what was fetched is observed alike", async () => {
  const observed = async (way: readonly string[]) => {
    const { test, port, etag } = await served();
    for (const [first, ...fields] of [
      [GET, "user-agent: newsboat/2.21.0"],
      [GET, "user-agent: newsboat/2.21.0", `if-none-match: ${etag}`],
      [HEAD, "user-agent: Feedly/1.0 (+http://www.feedly.com/fetcher.html; 3 subscribers)"],
      [GET, "user-agent: Mozilla/5.0 (X11)", "from: robot@example.com"],
      [GET.replace("rss", "atom"), "accept-encoding: gzip"],
    ])
      await rawHttp(port, [request(first ?? "", [...fields, ...way])]);
    const fetches = (await test.events()).filter(
      ({ event_type }) => event_type === "feed.feed.fetched",
    );
    return fetches.map(({ native_status_mapping_ref, evidence_grade, metadata }) => ({
      native_status_mapping_ref,
      evidence_grade,
      metadata,
    }));
  };
  const short = await observed([]);
  expect(short.length).toBeGreaterThan(4);
  expect(short).toEqual(await observed([LONG_WAY]));
});

it("an answer behind one that its client never took is no fetch, either way", async () => {
  const test = await testService();
  const body = "x".repeat(60_000);
  for (let item = 0; item < 120; item += 1)
    await test.act(publish({ content: content({ body_text: body }) }));
  expect((await test.feed("/feeds/example/feed.json")).bytes.length).toBeGreaterThan(7_000_000);
  const before = (await test.events()).length;
  const port = await listening(test);
  for (const way of [[], [LONG_WAY]]) {
    const arrived = once(test.service.app.server, "connection");
    const socket = connect(port, "127.0.0.1");
    const fields = ["user-agent: newsboat/2.21.0", ...way];
    // The second is small, and ready long before the first has left.
    socket.write(
      request(GET.replace("rss.xml", "feed.json"), fields) +
        request(GET, [...fields, "if-none-match: *"]),
    );
    await once(socket, "readable");
    const [theirs] = (await arrived) as [Socket];
    socket.resetAndDestroy();
    await new Promise((resolve) => theirs.once("close", resolve));
    expect((await test.events()).length).toBe(before);
  }
}, 60_000);
