// RssAdapterSpecification §9.1 and §22.
import { PayloadSensitivity } from "@underclaim/contract";
import { z } from "zod";

export const FeedType = z.enum(["rss2", "atom", "json_feed", "other"]);

/** The formats that are rendered: every feed in each of them. */
export const FEED_FORMATS = ["rss2", "atom", "json_feed"] as const;
export type FeedFormat = (typeof FEED_FORMATS)[number];

export const FeedVisibility = z.enum(["public", "private", "restricted", "internal"]);
export type FeedVisibility = z.infer<typeof FeedVisibility>;

/** §22 FeedVisibilityPolicy. */
export const FeedVisibilityPolicy = z.strictObject({
  visibility: FeedVisibility,
  allowed_payload_sensitivity: z.array(PayloadSensitivity).default([]),
  require_authentication: z.boolean(),
  allow_tokenized_urls: z.boolean(),
  allow_payload_enclosures: z.boolean(),
  allow_inline_content: z.boolean(),
});
export type FeedVisibilityPolicy = z.infer<typeof FeedVisibilityPolicy>;

/** §9.1 Feed: the publication surface. URLs are checked by `checkUrl`, not here. */
export const Feed = z.strictObject({
  feed_id: z.string().min(1),
  feed_type: FeedType,
  feed_url: z.string(),
  title: z.string(),
  description: z.string().nullish(),
  language: z.string().nullish(),
  owner_ref: z.string().nullish(),
  visibility: FeedVisibility,
  format_version: z.string().nullish(),
  self_link: z.string().nullish(),
  hub_links: z.array(z.string()).default([]),
  ttl_seconds: z.int().nullish(),
  archive_policy_ref: z.string().nullish(),
  created_at: z.iso.datetime({ offset: true }),
  updated_at: z.iso.datetime({ offset: true }),
});
export type Feed = z.infer<typeof Feed>;
