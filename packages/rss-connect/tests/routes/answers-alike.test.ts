import fc from "fast-check";
import { expect, it } from "vitest";
import { rawHttp, type RawAnswer } from "../support/raw-http.ts";
import { GET, HEAD, LONG_WAY, request, served, type Served } from "../support/served-feed.ts";

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
  ["a Range, which is not looked at", GET, () => ["range: bytes=0-9"], 200],
  ["If-Match, which is not looked at", GET, () => ['if-match: "none"'], 200],
  ["an upgrade", GET, () => ["connection: upgrade", "upgrade: websocket"], 200],
  ["an upgrade to HTTP/2", GET, () => ["connection: upgrade", "upgrade: h2c"], 200],
  ["an address in absolute form", "GET http://x/feeds/example/rss.xml HTTP/1.1", () => [], 200],
  ["an address with two slashes", "GET //feeds/example/rss.xml HTTP/1.1", () => [], 404],
  ["an address with a slash at its end", "GET /feeds/example/rss.xml/ HTTP/1.1", () => [], 404],
  ["an address in capitals", "GET /FEEDS/example/rss.xml HTTP/1.1", () => [], 404],
  ["an id in capitals", "GET /feeds/EXAMPLE/rss.xml HTTP/1.1", () => [], 404],
  ["an id with an escaped slash", "GET /feeds/ex%2fample/rss.xml HTTP/1.1", () => [], 404],
  ["an id of an object's own", "GET /feeds/__proto__/rss.xml HTTP/1.1", () => [], 404],
  ["an escape that is none", "GET /feeds/ex%zzmple/rss.xml HTTP/1.1", () => [], 400],
  ["an id beyond all ids", `GET /feeds/${"x".repeat(600)}/rss.xml HTTP/1.1`, () => [], 400],
  ["a query without its beginning", "GET /feeds/example/rss.xml?? HTTP/1.1", () => [], 200],
  ["a fragment", "GET /feeds/example/rss.xml#x HTTP/1.1", () => [], 200],
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
