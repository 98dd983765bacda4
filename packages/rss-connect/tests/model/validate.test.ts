import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../src/model/limits.ts";
import type { SyndicationEntry, SyndicationFeed } from "../../src/model/syndication.ts";
import { channelProblems, feedProblems, sizeProblems } from "../../src/model/validate.ts";
import { entryProblems } from "../../src/model/validate-entry.ts";
import { sampleEntry, sampleFeed } from "./samples.ts";

const enclosure = { url: "https://example.com/a.mp3", mime_type: "audio/mpeg", length_bytes: 7 };

test("a good feed has no problems", () => {
  expect(feedProblems(sampleFeed())).toEqual([]);
  expect(
    entryProblems(sampleEntry({ enclosures: [enclosure], authors: ["A"], categories: ["c"] })),
  ).toEqual([]);
});

describe("entries", () => {
  const item = "fail.item_render_failed";
  test.each<[string, Partial<SyndicationEntry>, string, string]>([
    ["a title with NUL", { title: "a\u0000" }, "fail.feed_invalid", "title"],
    ["a description with U+FFFE", { summary: "\ufffe" }, "fail.feed_invalid", "description"],
    [
      "a category with a lone surrogate",
      { categories: ["\ud800"] },
      "fail.feed_invalid",
      "categories[0]",
    ],
    ["an author with BACKSPACE", { authors: ["a\u0008"] }, "fail.feed_invalid", "authors[0]"],
    ["a GUID that is no URN", { stable_id: "urn:x:1" }, "fail.invalid_guid_or_id", "guid"],
    ["no GUID", { stable_id: "" }, "fail.invalid_guid_or_id", "guid"],
    ["a relative link", { canonical_url: "/a" }, "fail.invalid_url", "link"],
    ["an invented date", { published_at: "2026-02-30T00:00:00Z" }, item, "published_at"],
    ["a date of no form", { updated_at: "Invalid Date" }, item, "updated_at"],
    ["neither title nor description", { title: "", summary: null }, item, "title"],
    ["a blank title alone", { title: "\u00a0", summary: "" }, item, "title"],
    ["a title of two lines", { title: "a\nb" }, item, "title"],
    ["a title with space at its end", { title: "a " }, item, "title"],
    ["a carriage return", { summary: "a\rb" }, item, "description"],
    ["a long title", { title: "x".repeat(1001) }, item, "title"],
    ["an empty category", { categories: [""] }, item, "categories[0]"],
    [
      "an empty category domain",
      { categories: [{ term: "a", domain: "" }] },
      item,
      "categories[0].domain",
    ],
    ["too many categories", { categories: Array.from({ length: 51 }, String) }, item, "categories"],
    [
      "an enclosure without type",
      { enclosures: [{ ...enclosure, mime_type: null }] },
      item,
      "enclosures[0].mime_type",
    ],
    [
      "an enclosure of no media type",
      { enclosures: [{ ...enclosure, mime_type: "mp3" }] },
      item,
      "enclosures[0].mime_type",
    ],
    [
      "an enclosure without length",
      { enclosures: [{ ...enclosure, length_bytes: null }] },
      item,
      "enclosures[0].length_bytes",
    ],
    [
      "an enclosure of negative length",
      { enclosures: [{ ...enclosure, length_bytes: -1 }] },
      item,
      "enclosures[0].length_bytes",
    ],
    [
      "an enclosure with a bad URL",
      { enclosures: [{ ...enclosure, url: "x" }] },
      "fail.invalid_url",
      "enclosures[0].url",
    ],
    [
      "too many enclosures",
      { enclosures: Array.from({ length: 21 }, () => enclosure) },
      item,
      "enclosures",
    ],
  ])("%s is refused", (_, over, subclass, field) => {
    const problems = entryProblems(sampleEntry(over));
    expect(problems).toMatchObject([{ subclass, field }]);
    expect(problems[0]?.message).not.toContain("undefined");
  });

  test("a title or a description alone is enough", () => {
    expect(entryProblems(sampleEntry({ title: "" }))).toEqual([]);
    expect(entryProblems(sampleEntry({ summary: null, canonical_url: null }))).toEqual([]);
  });

  test("a GUID that another active item has is refused", () => {
    const entry = sampleEntry();
    expect(entryProblems(entry, new Set([entry.stable_id]))).toMatchObject([
      { rule: "guid_duplicate", subclass: "fail.invalid_guid_or_id" },
    ]);
    expect(entryProblems(entry, new Set(["another"]))).toEqual([]);
  });
});

describe("feeds", () => {
  test.each<[string, Partial<SyndicationFeed>, string, string]>([
    ["no feed URL", { feed_url: "" }, "fail.publish_failed", "feed_url"],
    ["a bad feed URL", { feed_url: "x" }, "fail.invalid_url", "feed_url"],
    ["a bad site URL", { site_url: "" }, "fail.invalid_url", "site_url"],
    ["a bad hub", { hub_links: ["x"] }, "fail.invalid_url", "hub_links[0]"],
    ["no title", { title: " " }, "fail.feed_invalid", "feed.title"],
    ["an illegal title", { title: "a\u0000" }, "fail.feed_invalid", "feed.title"],
    ["an illegal description", { description: "\u0001" }, "fail.feed_invalid", "feed.description"],
    ["an invalid date", { updated_at: "now" }, "fail.feed_invalid", "feed.updated_at"],
    ["no language tag", { language: "a<b" }, "fail.feed_invalid", "feed.language"],
    ["no time to live", { ttl_seconds: 0 }, "fail.feed_invalid", "feed.ttl_seconds"],
  ])("%s is refused", (_, over, subclass, field) => {
    expect(channelProblems(sampleFeed(over))).toMatchObject([{ subclass, field }]);
  });

  test("two entries with one GUID are refused by the second's place", () => {
    expect(feedProblems(sampleFeed({ entries: [sampleEntry(), sampleEntry()] }))).toMatchObject([
      { rule: "guid_duplicate", field: "entries[1].guid" },
    ]);
  });

  test("limits on entries and bytes hold", () => {
    const limits = { ...DEFAULT_LIMITS, maxEntries: 0, maxFeedBytes: 3 };
    expect(feedProblems(sampleFeed(), limits)).toMatchObject([{ rule: "entry_count" }]);
    expect(sizeProblems(new Uint8Array(4), limits)).toMatchObject([{ rule: "feed_size" }]);
    expect(sizeProblems(new Uint8Array(3), limits)).toEqual([]);
  });
});
