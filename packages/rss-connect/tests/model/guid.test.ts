import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { derivedGuid, guidProblems, MAX_GUID_LENGTH } from "../../src/model/guid.ts";

describe("guidProblems", () => {
  test.each([
    "tag:example.com,2026-01-01:feed/item",
    "tag:jane@example.com,2026:x",
    "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8",
    "urn:isbn:0451450523",
    "https://EX.org/p?a=1&b=2",
    "https://example.com/?a=1&amp;b=2",
    "item-1",
    "12:30",
    "notice<7>&]]>",
    "größe",
  ])("accepts %s", (guid) => expect(guidProblems(guid)).toEqual([]));

  test.each([
    ["", "is empty"],
    [" ", "white space"],
    [" item", "white space"],
    ["item ", "white space"],
    ["item 1", "white space"],
    ["item\n1", "white space"],
    ["item\u0000", "U+0000 NULL at position 4"],
    ["item\ud800", "lone high surrogate"],
    ["x".repeat(MAX_GUID_LENGTH + 1), "longer than 512"],
    ["urn:x:1", "not a valid URN"],
    ["urn:-x:1", "not a valid URN"],
    ["urn:example:", "not a valid URN"],
    ["urn:uuid:1", "not a valid urn:uuid:"],
    ["tag:example.com:x", "not a valid tag: URI"],
    ["https:", "names a scheme"],
    ["https://", "not an absolute http"],
    ["https:x", "not an absolute http"],
    ["https://example.com/ü", "percent-encode"],
    ["tag:example.com,2026:a|b", "percent-encode"],
    ["tag:example.com,2026:%zz", "percent-encode"],
  ])("refuses %j: %s", (guid, says) => {
    const [problem] = guidProblems(guid);
    expect(problem).toMatchObject({ rule: "guid", subclass: "fail.invalid_guid_or_id" });
    expect(problem?.message).toContain(says);
  });
});

describe("derivedGuid", () => {
  const feed = {
    feed_id: "feed_1",
    feed_url: "https://example.com/feed.xml",
    created_at: "2026-01-01T23:30:00-02:00",
  };

  test("is a tag: URI of the feed's host, its day of registration, feed and item", () => {
    expect(derivedGuid(feed, "item_1")).toBe("tag:example.com,2026-01-02:feed_1/item_1");
  });

  test("does not confuse ids that contain the separator", () => {
    expect(derivedGuid({ ...feed, feed_id: "a/b" }, "c")).not.toBe(
      derivedGuid({ ...feed, feed_id: "a" }, "b/c"),
    );
  });

  test.each([
    "http://[::1]/feed.xml",
    "http://127.0.0.1:7103/",
    "http://localhost/",
    "http://a_b.example/",
  ])("is valid for a feed at %s", (feed_url) =>
    expect(guidProblems(derivedGuid({ ...feed, feed_url }, "i"))).toEqual([]),
  );

  test("any ids give a valid GUID, the same each time and different for different ids", () => {
    const ids = fc.string({ minLength: 1, maxLength: 300, unit: "binary" });
    fc.assert(
      fc.property(ids, ids, ids, (feed_id, one, other) => {
        const origin = { ...feed, feed_id };
        const guid = derivedGuid(origin, one);
        expect(guidProblems(guid)).toEqual([]);
        expect(derivedGuid(origin, one)).toBe(guid);
        expect(derivedGuid(origin, other) === guid).toBe(one === other);
      }),
      { seed: 20260101, numRuns: 300 },
    );
  });

  test("ids too long to be read are hashed, and the GUID stays within its limit", () => {
    const long = "ü".repeat(100);
    expect(derivedGuid(feed, long)).toMatch(/^tag:example.com,2026-01-02:sha256\/[0-9a-f]{64}$/);
    expect(derivedGuid(feed, long)).not.toBe(derivedGuid(feed, `${long}ü`));
  });

  test("ids that are not well-formed text are hashed and stay apart", () => {
    expect(derivedGuid(feed, "\ud800")).toMatch(/:sha256\/[0-9a-f]{64}$/);
    expect(derivedGuid(feed, "\ud800")).not.toBe(derivedGuid(feed, "\ud801"));
  });
});
