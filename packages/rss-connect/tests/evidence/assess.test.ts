import { describe, expect, it } from "vitest";
import { assessRss } from "../../src/evidence/assess.ts";
import {
  RSS_FAIL_SUBCLASSES,
  RSS_SUCCESS_SUBCLASSES,
  RSS_UNDEF_SUBCLASSES,
} from "../../src/model/assessment.ts";
import { FETCH_TYPES, REFUSAL_TYPES, type RssNativeType } from "../../src/native/types.ts";
import { native } from "./natives.ts";

const published = native("item.published", 0, { fetch_observation: "available" });
const channel = (...natives: ReturnType<typeof native>[]): string =>
  assessRss(natives).channel.subclass;

describe("an item is assessed as", () => {
  it.each<[string, string, ReturnType<typeof native>[]]>([
    ["published and unfetched", "undef.published_but_unfetched", []],
    ["a cache check is no fetch", "undef.published_but_unfetched", [native("feed.revalidated", 1)]],
    [
      "fetched by a client unknown",
      "undef.feed_fetched_by_unknown_consumer",
      [native("feed.fetched.unknown", 1)],
    ],
    [
      "fetched by a feed reader",
      "undef.feed_reader_fetch",
      [native("feed.fetched.feed_reader", 1)],
    ],
    ["fetched by an aggregator", "undef.aggregator_fetch", [native("feed.fetched.aggregator", 1)]],
    ["fetched by a bot", "undef.bot_fetch", [native("feed.fetched.bot", 1)]],
    ["fetched by a crawler", "undef.bot_fetch", [native("feed.fetched.crawler", 1)]],
    ["fetched by a search engine", "undef.bot_fetch", [native("feed.fetched.search_engine", 1)]],
    ["fetched by a cache", "undef.cache_interference", [native("feed.fetched.cache", 1)]],
    ["fetched by a hub", "undef.hub_distribution_unknown", [native("feed.fetched.websub_hub", 1)]],
    [
      "fetched by a system of ours",
      "undef.identity_uncertain",
      [native("feed.fetched.internal_system", 1)],
    ],
    [
      "fetched by a participant's system",
      "success.feed_fetched",
      [native("feed.fetched.participant_system", 1)],
    ],
    [
      "what the strongest of many shows",
      "undef.feed_reader_fetch",
      [
        native("feed.fetched.bot", 3),
        native("feed.fetched.feed_reader", 1),
        native("feed.fetched.unknown", 2),
      ],
    ],
    ["updated", "success.item_updated", [native("item.updated", 1)]],
    [
      "updated and perhaps not seen so",
      "undef.cache_interference",
      [native("feed.fetched.feed_reader", 1), native("item.updated", 2)],
    ],
    [
      "updated in the very moment of the fetch: not fetched since",
      "undef.cache_interference",
      [native("feed.fetched.feed_reader", 2), native("item.updated", 2)],
    ],
    [
      "updated and fetched since",
      "undef.feed_reader_fetch",
      [native("item.updated", 1), native("feed.fetched.feed_reader", 2)],
    ],
    ["moved", "undef.conflicting_evidence", [native("item.reordered", 1)]],
    [
      "updated out of order",
      "undef.conflicting_evidence",
      [native("item.updated", 1), native("item.update_outdated", 2)],
    ],
    [
      "settled by a later update",
      "success.item_updated",
      [native("item.update_outdated", 1), native("item.updated", 2)],
    ],
    [
      "in a feed that is invalid",
      "fail.feed_invalid",
      [native("feed.fetched.feed_reader", 1), native("feed.invalid", 2)],
    ],
    [
      "in a feed that recovered",
      "undef.published_but_unfetched",
      [native("feed.invalid", 1), native("feed.valid", 2)],
    ],
    [
      "removed, whatever came before or after",
      "success.item_removed",
      [native("item.removed", 2), native("feed.fetched.feed_reader", 3), native("feed.invalid", 3)],
    ],
  ])("%s: %s", (_what, subclass, natives) => {
    expect(channel(published, ...natives)).toBe(subclass);
    expect(channel(...natives.toReversed(), published)).toBe(subclass);
  });

  it("published, where nobody looks who fetches", () => {
    expect(channel(native("item.published", 0, { fetch_observation: "unavailable" }))).toBe(
      "undef.awareness_unproven",
    );
  });

  it.each(Object.entries(REFUSAL_TYPES))("%s where it was refused for that", (subclass, type) => {
    const refused = assessRss([native(type, 0, { subclass, rules: ["some_rule"] })]).channel;
    expect(refused).toMatchObject({
      category: "fail",
      subclass,
      evidence_summary: ["Nothing was published (some_rule)."],
    });
  });
});

it("fetches are counted in hours, not in editions or polls", () => {
  const natives = [
    published,
    native("feed.fetched.feed_reader", 1),
    native("feed.fetched.feed_reader", 2),
    native("feed.fetched.feed_reader", 61),
  ];
  expect(assessRss(natives).channel.evidence_summary).toEqual([
    "feed.fetched.feed_reader: seen in 2 hours, which could be polling.",
  ]);
});

describe("a feed is assessed as", () => {
  it.each<[string, ReturnType<typeof native>[]]>([
    ["success.feed_valid", [native("feed.valid", 0, { items: 0 })]],
    [
      "success.item_published",
      [native("feed.valid", 0, { items: 0 }), native("feed.valid", 1, { items: 1 })],
    ],
    ["fail.feed_invalid", [native("feed.valid", 0, { items: 1 }), native("feed.invalid", 1)]],
    ["fail.feed_invalid", [native("feed.valid", 1, { items: 1 }), native("feed.invalid", 1)]],
    ["undef.awareness_unproven", [native("feed.fetched.unknown", 1)]],
  ])("%s", (subclass, natives) => {
    expect(channel(...natives)).toBe(subclass);
  });
});

describe("of a participant's awareness", () => {
  const everything = [
    ...Object.values(FETCH_TYPES),
    "feed.revalidated",
    "item.updated",
    "item.removed",
    "feed.valid",
  ] satisfies RssNativeType[];

  it.each(everything)("%s proves nothing", (type) => {
    expect(assessRss([published, native(type, 1)]).participant).toMatchObject({
      category: "undef",
      strongest_signal: null,
    });
  });
});

it("every subclass it gives is one of the specification's", () => {
  const known = new Set<string>([
    ...RSS_SUCCESS_SUBCLASSES,
    ...RSS_FAIL_SUBCLASSES,
    ...RSS_UNDEF_SUBCLASSES,
  ]);
  for (const type of [
    ...Object.values(FETCH_TYPES),
    "item.updated",
    "item.reordered",
    "item.removed",
    "feed.invalid",
  ] as const) {
    const { channel: assessed, participant } = assessRss([published, native(type, 1)]);
    for (const { category, subclass } of [assessed, participant]) {
      expect(known).toContain(subclass);
      expect(subclass.startsWith(`${category}.`)).toBe(true);
    }
  }
});
