import fc from "fast-check";
import { expect, test } from "vitest";
import { createAgents } from "../../src/logs/agents.ts";
import { feedIndex, type FeedPlace } from "../../src/logs/feed-index.ts";
import { gathering } from "../../src/logs/gather.ts";
import { nginxBytes } from "../../src/logs/parse/nginx-bytes.ts";
import { nginxReader } from "../../src/logs/parse/nginx.ts";
import { wholeLines } from "../../src/logs/whole-lines.ts";
import { feedRecord } from "../support/records.ts";

const place = (id: string, url: string, paths: readonly string[]): FeedPlace => ({
  record: feedRecord({}, { feed_id: id, feed_url: url }),
  paths,
});
const index = feedIndex([
  place("a", "https://example.com/feed.xml", ["/feeds/a/rss.xml"]),
  place("b", "https://example.org/feed.xml", ["/feeds/b/rss.xml"]),
  place("c", "https://example.com/c%C3%A9.xml", []),
]);
const NOW = Date.parse("2026-06-01T00:00:00Z");
const agents = createAgents();
const SINCE = [Date.parse("2026-01-01T11:59:59Z"), Date.parse("2026-01-01T12:00:05Z")];
const feeds = [0, 1, 2].map((feed) => ({
  observedElsewhere: feed === 1,
  versions: { targets: [], since: SINCE },
}));

const gathered = (pieces: readonly Buffer[], plain: boolean) => {
  const gathers = gathering({
    reader: nginxReader(),
    plain: plain ? nginxBytes() : null,
    index,
    feeds,
    agents,
    now: NOW,
    staleMs: 0,
  });
  for (const piece of pieces) gathers.take(piece);
  return gathers.gathered();
};

const time = fc.oneof(
  fc
    .record({ minute: fc.integer({ min: 0, max: 59 }), second: fc.integer({ min: 0, max: 60 }) })
    .map(({ minute, second }) => {
      const [minutes, seconds] = [minute, second].map((each) => String(each).padStart(2, "0"));
      return `01/Jan/2026:12:${minutes}:${seconds} +0000`;
    }),
  fc.constantFrom(
    "01/Jan/2026:12:00:05 +0000",
    "01/Jan/2026:12:00:05 +0130",
    "01/Jan/2026:12:00: 5 +0000",
    "01/Jan/2026:12:0x:05 +0000",
    "01/Foo/2026:12:00:05 +0000",
    "31/Dec/1999:12:00:05 +0000",
    "01/Jan/2027:12:00:05 +0000",
    "01/Jan/2026:12:00:05 +000",
  ),
);
const line = fc
  .record({
    user: fc.constantFrom("-", "alice", "we[ird]", "a] b"),
    time,
    method: fc.constantFrom("GET", "HEAD", "POST", "GOT", "", "M-SEARCH"),
    target: fc.constantFrom(
      "/feed.xml",
      "/feeds/a/rss.xml",
      "/feeds/b/rss.xml",
      "/c%C3%A9.xml",
      "/feed.xml?a=/b#c",
      "/feed.xml#x?y",
      "https://example.com/feed.xml",
      "/other",
      "*",
      "",
    ),
    protocol: fc.constantFrom(" HTTP/1.1", " HTTP/2.0", ""),
    status: fc.constantFrom("200", "206", "304", "404", "20", "2000", "600", "-"),
    agent: fc.constantFrom(
      "-",
      "",
      "curl/8.5.0",
      "newsboat/2.21.0 (Linux x86_64)",
      "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 12 subscribers)",
      "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 15 subscribers)",
      String.raw`caf\xC3\xA9 \x22] \x22GET`,
      "café",
    ),
    end: fc.constantFrom("", "\r", ' "extra"'),
  })
  .map(
    ({ user, time: when, method, target, protocol, status, agent, end }) =>
      `192.0.2.7 - ${user} [${when}] "${method} ${target}${protocol}" ${status} 5120 "-" "${agent}"${end}`,
  );
/** What no server wrote, or a disk has spoilt. */
const spoilt = fc
  .tuple(line, fc.nat(200), fc.constantFrom("", '"', " ", "[", "]", "\u0000", "é", '" '))
  .map(([text, at, by]) => text.slice(0, at) + by + text.slice(at + 1));
const log = fc
  .array(fc.oneof({ weight: 3, arbitrary: line }, spoilt, fc.constantFrom("", "garbage")), {
    minLength: 1,
  })
  .map((lines) => Buffer.from(lines.map((each) => `${each}\n`).join("")));

test("lines that are read from their bytes say what their text says", () => {
  fc.assert(
    fc.property(log, (bytes) => {
      expect(gathered([bytes], true)).toEqual(gathered([bytes], false));
    }),
    { seed: 6, numRuns: 500 },
  );
});

test("it makes no difference where the bytes are cut on their way", async () => {
  await fc.assert(
    fc.asyncProperty(log, fc.array(fc.nat(2_000)), async (bytes, cuts) => {
      const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
      const chunks = places.map((at, number) => bytes.subarray(at, places[number + 1]));
      async function* arriving() {
        yield* chunks;
      }
      const pieces: Buffer[] = [];
      for await (const piece of wholeLines(arriving())) pieces.push(piece);
      expect(Buffer.concat(pieces)).toEqual(bytes);
      expect(pieces.every((piece) => piece.at(-1) === 10)).toBe(true);
      expect(gathered(pieces, true)).toEqual(gathered([bytes], true));
    }),
    { seed: 6, numRuns: 200 },
  );
});
