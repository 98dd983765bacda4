import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { prepareFeed } from "../../src/model/rendered.ts";

const bytes = new TextEncoder().encode("<rss/>".repeat(100));
const { representations, contentType } = prepareFeed(bytes, null);

test("each encoding has a strong validator of its own", () => {
  expect(representations.identity.etag).toMatch(/^"[A-Za-z0-9_-]{32}"$/);
  expect(representations.gzip.etag).toMatch(/^"[A-Za-z0-9_-]{32}"$/);
  expect(representations.gzip.etag).not.toBe(representations.identity.etag);
  expect(contentType).toBe("application/rss+xml; charset=utf-8");
});

test("the packed body unpacks to the body and carries neither time nor platform", () => {
  const { body } = representations.gzip;
  expect(new Uint8Array(gunzipSync(body))).toEqual(bytes);
  expect([...body.subarray(4, 8), body[9]]).toEqual([0, 0, 0, 0, 255]);
  expect(body.length).toBeLessThan(bytes.length);
});

test("the same bytes give the same validators, one byte more others", () => {
  expect(prepareFeed(bytes.slice(), null).representations).toEqual(representations);
  const other = prepareFeed(new Uint8Array([...bytes, 10]), null).representations;
  expect(other.identity.etag).not.toBe(representations.identity.etag);
  expect(other.gzip.etag).not.toBe(representations.gzip.etag);
});
