// RssAdapterSpecification §15 for channel and whole feed, before anything is rendered.
import { timestampProblems } from "./date.ts";
import { DEFAULT_LIMITS, type FeedLimits } from "./limits.ts";
import { guidProblems } from "./guid.ts";
import type { ValidationProblem } from "./problem.ts";
import { invalidFeed, languageProblems, nameProblems, urlProblems, when } from "./rules.ts";
import type { SyndicationFeed, Tombstone } from "./syndication.ts";
import { characterProblems } from "./text.ts";
import { entryProblems } from "./validate-entry.ts";

/** §15 for the channel alone. */
export const channelProblems = (
  feed: SyndicationFeed,
  limits: FeedLimits = DEFAULT_LIMITS,
): ValidationProblem[] => {
  const { feed_url: url, language, ttl_seconds: ttl } = feed;
  return [
    // §12.1 "Missing feed URL": there is no publication surface.
    ...urlProblems(url, "feed_url", url === "" ? "fail.publish_failed" : "fail.invalid_url"),
    ...urlProblems(feed.site_url, "site_url"),
    ...(feed.self_url == null ? [] : urlProblems(feed.self_url, "self_url")),
    ...(feed.stable_id == null ? [] : guidProblems(feed.stable_id, "stable_id")),
    ...(feed.author == null ? [] : authorProblems(feed.author, limits)),
    ...(feed.links ?? []).flatMap(({ href }, index) => urlProblems(href, `links[${index}].href`)),
    ...feed.hub_links.flatMap((hub, index) => urlProblems(hub, `hub_links[${index}]`)),
    ...characterProblems(feed.title, "feed.title"),
    ...when(
      feed.title.trim() === "",
      invalidFeed("channel_title", "feed.title", "is empty", "Give the feed a title."),
    ),
    ...characterProblems(feed.description ?? "", "feed.description"),
    ...timestampProblems(feed.updated_at, "feed.updated_at", "fail.feed_invalid"),
    ...languageProblems(language, "feed.language"),
    ...when(
      ttl != null && !(Number.isSafeInteger(ttl) && ttl > 0),
      invalidFeed("ttl", "feed.ttl_seconds", "is not above 0", "Leave it out."),
    ),
  ];
};

const authorProblems = (author: string, limits: FeedLimits): ValidationProblem[] =>
  nameProblems(author, "feed.author", limits.maxName).map((one) => ({
    ...one,
    subclass: "fail.feed_invalid",
  }));

/** What is said to be gone must be named, and dated, as well as what stands. */
const tombstoneProblems = ({ ref, when: at }: Tombstone, index: number): ValidationProblem[] => [
  ...guidProblems(ref, `tombstones[${index}].ref`),
  ...timestampProblems(at, `tombstones[${index}].when`, "fail.feed_invalid"),
];

/** §15 for a whole feed: channel, entries, and GUIDs unique among them. */
export const feedProblems = (
  feed: SyndicationFeed,
  limits: FeedLimits = DEFAULT_LIMITS,
): ValidationProblem[] => {
  const seen = new Set<string>();
  const { entries } = feed;
  return [
    ...channelProblems(feed, limits),
    ...(feed.tombstones ?? []).flatMap(tombstoneProblems),
    ...when(
      entries.length > limits.maxEntries,
      invalidFeed(
        "entry_count",
        "entries",
        `has ${entries.length} items; the limit is ${limits.maxEntries}`,
        "Remove or expire old items.",
      ),
    ),
    ...entries.flatMap((entry, index) => {
      const problems = entryProblems(entry, seen, limits, `entries[${index}].`);
      seen.add(entry.stable_id);
      return problems;
    }),
  ];
};

/** §15 "feed size within configured limits". */
export const sizeProblems = (
  bytes: Uint8Array,
  limits: FeedLimits = DEFAULT_LIMITS,
): ValidationProblem[] =>
  when(
    bytes.length > limits.maxFeedBytes,
    invalidFeed(
      "feed_size",
      "feed",
      `has ${bytes.length} bytes; the limit is ${limits.maxFeedBytes}`,
      "Remove or expire old items, or shorten their descriptions.",
    ),
  );
