import { expect, test } from "vitest";
import { caddyReader } from "../../src/logs/parse/caddy.ts";
import { cloudfrontReader } from "../../src/logs/parse/cloudfront.ts";
import { nginxReader, timeLocal } from "../../src/logs/parse/nginx.ts";
import { CLOUDFRONT_HEAD, caddyLine, cloudfrontLine, NEWSBOAT, nginxLine } from "./lines.ts";

const AT = "2026-01-01T12:00:05.000Z";
const READ = {
  at: Date.parse(AT),
  method: "GET",
  path: "/feed.xml",
  status: 200,
  userAgent: NEWSBOAT,
};

test("nginx combined", () => {
  expect(nginxReader().read(nginxLine({ at: AT }))).toEqual({
    ...READ,
    host: null,
    cache: "unknown",
  });
});

test.each([
  ["10/Oct/2026:13:55:36 +0200", "2026-10-10T11:55:36Z"],
  ["29/Feb/2028:00:00:00 -0930", "2028-02-29T09:30:00Z"],
])("nginx's time %s is %s", (text, at) => {
  expect(timeLocal(text)).toBe(Date.parse(at));
});

test.each([
  [
    "what clients sent is cut at no quote of theirs",
    String.raw`a\x22b] \x22GET /x`,
    'a"b] "GET /x',
  ],
  ["bytes that are no ASCII are UTF-8", String.raw`caf\xC3\xA9/1.0`, "café/1.0"],
  ["no user agent", "-", ""],
])("nginx: %s", (_, agent, read) => {
  expect(nginxReader().read(nginxLine({ at: AT, agent }))).toMatchObject({ userAgent: read });
});

test.each([
  [
    `192.0.2.7 - - [01/Jan/2026:12:00:05 +0000] "GET /feed.xml?token=secret HTTP/1.1" 200 1 "-" "x"`,
  ],
  [
    `192.0.2.7 - - [01/Jan/2026:12:00:05 +0000] "GET https://example.com/feed.xml?token=secret HTTP/1.1" 200 1 "-" "x"`,
  ],
  [`192.0.2.7 - we[ird] [01/Jan/2026:12:00:05 +0000] "GET /feed.xml HTTP/1.1" 200 1 "-" "x"`],
])("nginx: %s is a request for the path alone", (line) => {
  expect(nginxReader().read(line)).toMatchObject({ path: "/feed.xml", at: Date.parse(AT) });
});

test.each([
  ["", "none"],
  [String.raw`192.0.2.7 - - [01/Jan/2026:12:00:05 +0000] "\x16\x03\x01" 400 157 "-" "-"`, "none"],
  ["not a log", null],
  ["2026/01/01 12:00:05 [error] 7#7: *1 open() failed", null],
  [`192.0.2.7 - - [41/Jan/2026:12:00:05 +0000] "GET / HTTP/1.1" abc 1 "-" "x"`, null],
  [`192.0.2.7 - - [01/Foo/2026:12:00:05 +0000] "GET / HTTP/1.1" 200 1 "-" "x"`, null],
  [`192.0.2.7 - - [01/Jan/2026:12:00:05 +0000] "GET / HTTP/1.1" 200 1`, null],
])("nginx: %j is %j", (line, read) => {
  expect(nginxReader().read(line)).toBe(read);
});

test("Caddy JSON", () => {
  expect(caddyReader().read(caddyLine({ at: AT, path: "/feed.xml?token=secret" }))).toEqual({
    ...READ,
    host: "example.com",
    cache: "unknown",
  });
});

test.each([
  [`{"level":"info","ts":1,"msg":"serving initial configuration"}`, "none"],
  [`{"level":"info"`, null],
  [`{"request":{}}`, null],
  ["", "none"],
])("Caddy: %j is %j", (line, read) => {
  expect(caddyReader().read(line)).toBe(read);
});

test("CloudFront, with the columns that its head names", () => {
  const reader = cloudfrontReader();
  for (const line of CLOUDFRONT_HEAD.split("\n")) expect(reader.read(line)).toBe("none");
  expect(reader.read(cloudfrontLine({ at: AT, cache: "Hit" }))).toEqual({
    ...READ,
    host: "example.com",
    cache: "hit",
  });
});

test("CloudFront: reading goes on in the middle of a file", () => {
  const first = cloudfrontReader();
  for (const line of CLOUDFRONT_HEAD.split("\n")) first.read(line);
  const later = cloudfrontReader(first.state());
  expect(later.read(cloudfrontLine({ at: AT }))).toMatchObject(READ);
  expect(cloudfrontReader().read(cloudfrontLine({ at: AT }))).toBeNull();
});

test("CloudFront: a client that was gone was sent nothing", () => {
  const reader = cloudfrontReader();
  for (const line of CLOUDFRONT_HEAD.split("\n")) reader.read(line);
  expect(reader.read(cloudfrontLine({ at: AT }).replace("\t200\t", "\t000\t"))).toBe("none");
});

test("CloudFront encodes user agents twice", () => {
  const reader = cloudfrontReader();
  for (const line of CLOUDFRONT_HEAD.split("\n")) reader.read(line);
  const line = cloudfrontLine({ at: AT, agent: "x" }).replace(
    "\tx\t",
    "\tMozilla/5.0%2520(X11;%2520Linux)\t",
  );
  expect(reader.read(line)).toMatchObject({ userAgent: "Mozilla/5.0 (X11; Linux)" });
});
