import { describe, expect, test } from "vitest";
import { answerFeedRequest, type ConditionalRequest } from "../../src/model/conditional.ts";
import { negotiateEncoding } from "../../src/model/negotiate.ts";
import { prepareFeed } from "../../src/model/rendered.ts";

const NOW = Date.parse("2026-01-01T13:00:00Z");
const CHANGED = Date.parse("2026-01-01T12:00:00Z");
const feed = prepareFeed(new TextEncoder().encode("<rss/>"), CHANGED);
const { identity, gzip } = feed.representations;
const SAME = "Thu, 01 Jan 2026 12:00:00 GMT";

const status = (request: ConditionalRequest, now = NOW): number =>
  answerFeedRequest(feed, request, now).status;

describe("If-None-Match", () => {
  test.each([
    [identity.etag, 304],
    [`W/${identity.etag}`, 304],
    [`"other", ${identity.etag}`, 304],
    [`"a,b",W/"c" , W/${identity.etag},"d"`, 304],
    [" * ", 304],
    ["*", 304],
    [gzip.etag, 200],
    ['"other"', 200],
    ['W/"other"', 200],
    [identity.etag.slice(1, -1), 200],
    ["", 200],
    ['"', 200],
  ])("%s gives %i", (ifNoneMatch, expected) => {
    expect(status({ ifNoneMatch })).toBe(expected);
  });

  test("is compared with the encoding that would be sent", () => {
    expect(status({ ifNoneMatch: gzip.etag, acceptEncoding: "gzip" })).toBe(304);
    expect(status({ ifNoneMatch: identity.etag, acceptEncoding: "gzip" })).toBe(200);
  });

  test("outranks If-Modified-Since both ways", () => {
    expect(status({ ifNoneMatch: '"other"', ifModifiedSince: SAME })).toBe(200);
    expect(
      status({ ifNoneMatch: identity.etag, ifModifiedSince: "Thu, 01 Jan 1970 00:00:00 GMT" }),
    ).toBe(304);
  });
});

describe("If-Modified-Since", () => {
  test.each([
    [SAME, 304],
    ["Thu, 01 Jan 2026 12:00:01 GMT", 304],
    ["Thursday, 01-Jan-26 12:00:00 GMT", 304],
    ["Thu Jan  1 12:00:00 2026", 304],
    ["Thu Jan  1 11:59:59 2026", 200],
    ["Thu, 01 Jan 2026 11:59:59 GMT", 200],
    ["Thu, 01 Jan 2026 13:00:01 GMT", 200],
    ["Fri, 01 Jan 2100 00:00:00 GMT", 200],
    ["2026-01-01T12:00:00Z", 200],
    ["0", 200],
    ["", 200],
    ["Thu, 99 Foo 2026 12:00:00 GMT", 200],
  ])("%s gives %i", (ifModifiedSince, expected) => {
    expect(status({ ifModifiedSince })).toBe(expected);
  });

  test("counts for nothing before the second after the change, when Last-Modified is not sent either", () => {
    const then = CHANGED - 1;
    expect(status({ ifModifiedSince: "Thu, 01 Jan 2026 11:59:59 GMT" }, then)).toBe(200);
    expect(answerFeedRequest(feed, {}, then).headers).not.toHaveProperty("last-modified");
    expect(answerFeedRequest(feed, {}, then + 1).headers).toMatchObject({
      "last-modified": SAME,
    });
  });

  test("counts for nothing where nobody knows when the document changed", () => {
    const undated = prepareFeed(new TextEncoder().encode("<rss/>"), null);
    expect(answerFeedRequest(undated, { ifModifiedSince: SAME }, NOW).status).toBe(200);
    expect(answerFeedRequest(undated, {}, NOW).headers).not.toHaveProperty("last-modified");
  });
});

const fieldsOf = (headers: Record<string, string>) => ({
  headers,
  fields: Object.entries(headers).flat(),
});

describe("the answer", () => {
  test("200 carries the body, its length and the validators", () => {
    expect(answerFeedRequest(feed, { acceptEncoding: "gzip" }, NOW)).toEqual({
      status: 200,
      encoding: "gzip",
      conditional: false,
      ...fieldsOf({
        etag: gzip.etag,
        "last-modified": SAME,
        "cache-control": "no-cache",
        vary: "Accept-Encoding",
        "content-type": "application/rss+xml; charset=utf-8",
        "content-length": String(gzip.body.length),
        "content-encoding": "gzip",
      }),
      body: gzip.body,
    });
  });

  test("304 carries the validators and no body", () => {
    expect(answerFeedRequest(feed, { ifNoneMatch: identity.etag }, NOW, "max-age=60")).toEqual({
      status: 304,
      encoding: "identity",
      conditional: true,
      ...fieldsOf({
        etag: identity.etag,
        "last-modified": SAME,
        "cache-control": "max-age=60",
        vary: "Accept-Encoding",
      }),
      body: new Uint8Array(),
    });
  });

  test("names the hub that it was told of, with either status and in no other answer", () => {
    const link = '<https://hub.example/>; rel="hub"';
    const told = (ifNoneMatch: string, to = link) =>
      answerFeedRequest(feed, { ifNoneMatch }, NOW, "no-cache", to);
    for (const etag of [identity.etag, '"other"']) {
      expect(told(etag).headers["link"]).toBe(link);
      expect(told(etag).fields.slice(0, 2)).toEqual(["link", link]);
      expect(told(etag, "").headers).not.toHaveProperty("link");
    }
  });
});

describe("Accept-Encoding", () => {
  test.each([
    [undefined, "identity"],
    ["", "identity"],
    ["gzip", "gzip"],
    ["GZIP", "gzip"],
    ["x-gzip", "gzip"],
    ["gzip, deflate, br, zstd", "gzip"],
    ["*", "gzip"],
    ["br", "identity"],
    ["gzip;q=0", "identity"],
    ["gzip; q=0.000", "identity"],
    ["*;q=0", "identity"],
    ["gzip;q=0, *", "identity"],
    ["gzip;q=0.5", "gzip"],
    ["gzip;q=0.5, identity", "identity"],
    ["identity;q=0.5, gzip;q=0.5", "gzip"],
    ["identity;q=0, *;q=0.1", "gzip"],
    ["identity;q=0", "identity"],
    ["gzip;q=2", "identity"],
    [",,;q=1", "identity"],
  ])("%s gives %s", (header, encoding) => {
    expect(negotiateEncoding(header)).toBe(encoding);
  });
});
