// RssAdapterSpecification §18: the provider-neutral model that is rendered.
import { ResourceRef } from "@underclaim/contract";
import { z } from "zod";

/** §18 FeedEnclosure. */
export const FeedEnclosure = z.strictObject({
  url: z.string(),
  mime_type: z.string().nullish(),
  length_bytes: z.int().nullish(),
  payload_ref: ResourceRef.nullish(),
});
export type FeedEnclosure = z.infer<typeof FeedEnclosure>;

/** §18 lists categories as strings; the object form adds RSS's `domain`. */
export const SyndicationCategory = z.union([
  z.string(),
  z.strictObject({ term: z.string(), domain: z.string().nullish() }),
]);
export type SyndicationCategory = z.infer<typeof SyndicationCategory>;

/**
 * §18 SyndicationEntry. `title` is plain text on one line ("" = no title), `summary` is sanitised
 * HTML with absolute URLs, `authors` are "mail", "mail (Name)", "Name <mail>" or "Name".
 */
export const SyndicationEntry = z.strictObject({
  entry_id: z.string().min(1),
  stable_id: z.string(),
  title: z.string(),
  summary: z.string().nullish(),
  content_ref: z.string().nullish(),
  canonical_url: z.string().nullish(),
  published_at: z.string(),
  updated_at: z.string().nullish(),
  authors: z.array(z.string()).default([]),
  categories: z.array(SyndicationCategory).default([]),
  enclosures: z.array(FeedEnclosure).default([]),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});
export type SyndicationEntry = z.infer<typeof SyndicationEntry>;

/** §18 SyndicationFeed. */
export const SyndicationFeed = z.strictObject({
  feed_id: z.string().min(1),
  feed_type: z.enum(["rss2", "atom"]),
  title: z.string(),
  description: z.string().nullish(),
  site_url: z.string(),
  feed_url: z.string(),
  language: z.string().nullish(),
  updated_at: z.string(),
  ttl_seconds: z.int().nullish(),
  hub_links: z.array(z.string()).default([]),
  entries: z.array(SyndicationEntry).default([]),
});
export type SyndicationFeed = z.infer<typeof SyndicationFeed>;
