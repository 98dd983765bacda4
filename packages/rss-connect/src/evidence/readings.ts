// RssAdapterSpecification §11, §12.3, §12.4 as a table.
import type { AssessmentDraft } from "@underclaim/runtime";
import type { RssNativeType } from "../native/types.ts";

/** What was asked of the feed, the item and its links, strongest signal first (§12.3, §12.4). */
export const READINGS: readonly (readonly [
  RssNativeType,
  Pick<AssessmentDraft, "category" | "subclass" | "confidence">,
])[] = [
  [
    "link.followed_by_system",
    { category: "success", subclass: "success.link_clicked", confidence: "medium" },
  ],
  [
    "payload.retrieved.participant_system",
    { category: "success", subclass: "success.item_fetched", confidence: "medium" },
  ],
  [
    "item.fetched.participant_system",
    { category: "success", subclass: "success.item_fetched", confidence: "medium" },
  ],
  [
    "feed.fetched.participant_system",
    { category: "success", subclass: "success.feed_fetched", confidence: "medium" },
  ],
  [
    "link.clicked",
    { category: "undef", subclass: "undef.link_clicked_identity_uncertain", confidence: "medium" },
  ],
  [
    "payload.retrieved.unknown",
    { category: "undef", subclass: "undef.item_fetched_by_unknown_consumer", confidence: "medium" },
  ],
  [
    "item.fetched.unknown",
    { category: "undef", subclass: "undef.item_fetched_by_unknown_consumer", confidence: "low" },
  ],
  [
    "feed.fetched.internal_system",
    { category: "undef", subclass: "undef.identity_uncertain", confidence: "medium" },
  ],
  [
    "feed.fetched.feed_reader",
    { category: "undef", subclass: "undef.feed_reader_fetch", confidence: "medium" },
  ],
  [
    "feed.fetched.aggregator",
    { category: "undef", subclass: "undef.aggregator_fetch", confidence: "medium" },
  ],
  [
    "feed.fetched.unknown",
    { category: "undef", subclass: "undef.feed_fetched_by_unknown_consumer", confidence: "low" },
  ],
  [
    "feed.fetched.cache",
    { category: "undef", subclass: "undef.cache_interference", confidence: "low" },
  ],
  [
    "feed.fetched.websub_hub",
    { category: "undef", subclass: "undef.hub_distribution_unknown", confidence: "low" },
  ],
  [
    "payload.retrieved.machine",
    { category: "undef", subclass: "undef.bot_fetch", confidence: "medium" },
  ],
  [
    "item.fetched.machine",
    { category: "undef", subclass: "undef.bot_fetch", confidence: "medium" },
  ],
  ["link.previewed", { category: "undef", subclass: "undef.bot_fetch", confidence: "medium" }],
  ["link.scanned", { category: "undef", subclass: "undef.bot_fetch", confidence: "medium" }],
  ["feed.fetched.bot", { category: "undef", subclass: "undef.bot_fetch", confidence: "medium" }],
  [
    "feed.fetched.crawler",
    { category: "undef", subclass: "undef.bot_fetch", confidence: "medium" },
  ],
  [
    "feed.fetched.search_engine",
    { category: "undef", subclass: "undef.bot_fetch", confidence: "medium" },
  ],
];

/** Everything that somebody, or something, asked for. */
export const READ: ReadonlySet<string> = new Set(READINGS.map(([type]) => type));
/** What sent content of the item: a link leads away from it. */
export const FETCHES: ReadonlySet<string> = new Set(
  READINGS.map(([type]) => type).filter((type) => !type.startsWith("link.")),
);
