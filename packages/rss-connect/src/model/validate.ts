// RssAdapterSpecification §15 for channel and whole feed, before anything is rendered.
import { timestampProblems } from "./date.ts";
import { DEFAULT_LIMITS, type FeedLimits } from "./limits.ts";
import { redact, type ValidationProblem } from "./problem.ts";
import { invalidFeed, urlProblems, when } from "./rules.ts";
import type { SyndicationFeed } from "./syndication.ts";
import { characterProblems } from "./text.ts";
import { entryProblems } from "./validate-entry.ts";

const LANGUAGE = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/;

/** §15 for the channel alone. */
export const channelProblems = (feed: SyndicationFeed): ValidationProblem[] => {
  const { feed_url: url, language, ttl_seconds: ttl } = feed;
  return [
    // §12.1 "Missing feed URL": there is no publication surface.
    ...urlProblems(url, "feed_url", url === "" ? "fail.publish_failed" : "fail.invalid_url"),
    ...urlProblems(feed.site_url, "site_url"),
    ...feed.hub_links.flatMap((hub, index) => urlProblems(hub, `hub_links[${index}]`)),
    ...characterProblems(feed.title, "feed.title"),
    ...when(
      feed.title.trim() === "",
      invalidFeed("channel_title", "feed.title", "is empty", "Give the feed a title."),
    ),
    ...characterProblems(feed.description ?? "", "feed.description"),
    ...timestampProblems(feed.updated_at, "feed.updated_at", "fail.feed_invalid"),
    ...when(
      language != null && !LANGUAGE.test(language),
      invalidFeed(
        "language",
        "feed.language",
        `is no language tag: "${redact(language ?? "")}"`,
        "Give one such as en or de-AT.",
      ),
    ),
    ...when(
      ttl != null && !(Number.isSafeInteger(ttl) && ttl > 0),
      invalidFeed("ttl", "feed.ttl_seconds", "is not above 0", "Leave it out."),
    ),
  ];
};

/** §15 for a whole feed: channel, entries, and GUIDs unique among them. */
export const feedProblems = (
  feed: SyndicationFeed,
  limits: FeedLimits = DEFAULT_LIMITS,
): ValidationProblem[] => {
  const seen = new Set<string>();
  const { entries } = feed;
  return [
    ...channelProblems(feed),
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
