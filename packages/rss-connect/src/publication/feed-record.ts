import { z } from "zod";
import { Feed, FeedVisibilityPolicy } from "../model/feed.ts";
import { FeedStream } from "../model/stream.ts";

/** RFC 5005: what becomes of items that a document of the feed has no room for. */
const FeedHistory = z.enum(["none", "complete", "paged", "archived"]);

/** A registered feed. What an older version of this service did not write has its default. */
export const FeedRecord = z.strictObject({
  feed: Feed,
  site_url: z.string(),
  policy: FeedVisibilityPolicy,
  max_items: z.int().min(1).max(10_000),
  /** Whether fetches of this feed are observed by this service. */
  observe_fetches: z.boolean(),
  stream: FeedStream.nullable().default(null),
  author: z.string().nullable().default(null),
  history: FeedHistory.default("none"),
  page_size: z.int().min(1).max(1_000).default(50),
  /** From an item's publication; null: items stand until they are removed. */
  expire_after_seconds: z.int().positive().nullable().default(null),
  /** How long what is known of a removed item is kept beside its timeline. */
  keep_removed_seconds: z.int().positive().default(7_776_000),
  /** Whether links of items lead through this service; needs a policy that allows tokenized URLs. */
  track_links: z.boolean().default(false),
  /** Whether a client sees only items for its own participant and for nobody in particular. */
  per_participant: z.boolean().default(false),
});
export type FeedRecord = z.infer<typeof FeedRecord>;
