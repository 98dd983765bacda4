// RssAdapterSpecification §18: the provider-neutral model that is rendered.
import { ResourceRef } from "@underclaim/contract";
import { z } from "zod";
import { FeedType } from "./feed.ts";

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

export const termOf = (category: SyndicationCategory): string =>
  typeof category === "string" ? category : category.term;

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
  language: z.string().nullish(),
  published_at: z.string(),
  updated_at: z.string().nullish(),
  authors: z.array(z.string()).default([]),
  categories: z.array(SyndicationCategory).default([]),
  enclosures: z.array(FeedEnclosure).default([]),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});
export type SyndicationEntry = z.infer<typeof SyndicationEntry>;

/** RFC 6721: an entry that is gone. `ref` is its `stable_id`. */
export const Tombstone = z.strictObject({ ref: z.string(), when: z.string() });
export type Tombstone = z.infer<typeof Tombstone>;

/** RFC 5005 and RFC 5988 relations that a feed document may name beside itself. */
export const FeedLink = z.strictObject({
  rel: z.enum(["first", "previous", "next", "last", "prev-archive", "current"]),
  href: z.string(),
});
export type FeedLink = z.infer<typeof FeedLink>;

/** §18 SyndicationFeed, with what RFC 4287, RFC 5005 and RFC 6721 add. */
export const SyndicationFeed = z.strictObject({
  feed_id: z.string().min(1),
  feed_type: FeedType,
  /** The feed's own identity whatever its address, an absolute URI; default: its address. */
  stable_id: z.string().nullish(),
  title: z.string(),
  description: z.string().nullish(),
  site_url: z.string(),
  feed_url: z.string(),
  /** Where this very document stands; null: its address is not known and it names none. Default: `feed_url`. */
  self_url: z.string().nullish(),
  language: z.string().nullish(),
  /** Whose feed it is, as authors of entries are written; default: the title. */
  author: z.string().nullish(),
  updated_at: z.string(),
  ttl_seconds: z.int().nullish(),
  hub_links: z.array(z.string()).default([]),
  /** RFC 5005: a document that holds every entry there is, or one that will not change. */
  history: z.enum(["complete", "archive"]).nullish(),
  links: z.array(FeedLink).nullish(),
  tombstones: z.array(Tombstone).nullish(),
  entries: z.array(SyndicationEntry).default([]),
});
export type SyndicationFeed = z.infer<typeof SyndicationFeed>;

export const selfOf = (feed: SyndicationFeed): string | null =>
  feed.self_url === undefined ? feed.feed_url : feed.self_url;
