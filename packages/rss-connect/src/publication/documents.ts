// How feeds and items are kept. An item is a row of its own; no publication writes a document that others share.
import { createHash } from "node:crypto";
import type { ActionSurfaceRef, CorrelationContext } from "@underclaim/contract";
import type { Doc, Key } from "@underclaim/runtime";
import { z } from "zod";
import { Feed, FeedVisibilityPolicy } from "../model/feed.ts";
import type { FeedItem } from "../model/feed-item.ts";
import type { SyndicationEntry } from "../model/syndication.ts";
import { checkUrl } from "../model/url.ts";

/** A registered feed. */
export const FeedRecord = z.strictObject({
  feed: Feed,
  site_url: z.string(),
  policy: FeedVisibilityPolicy,
  max_items: z.int().min(1).max(10_000),
  /** Whether fetches of this feed are observed by this service. */
  observe_fetches: z.boolean(),
});
export type FeedRecord = z.infer<typeof FeedRecord>;

/** A published item with all that evidence about it needs. */
export interface ItemRecord {
  readonly item: FeedItem;
  readonly entry: SyndicationEntry;
  /** Counts the versions of the item, from 1. */
  readonly revision: number;
  readonly operation: string;
  readonly correlation: CorrelationContext;
  readonly action_surface: ActionSurfaceRef | null;
}

const hashed = (value: string): string => createHash("sha256").update(value).digest("base64url");

/** The feed itself, as timelines and assessments name it. */
export const feedSubject = (feedId: string): string => `feed:${feedId}`;

export const feedKey = (feedId: string): Key => ["feed", feedId];
/** From a feed's public address, in whatever spelling, to its id. */
export const addressKey = (url: string): Key => {
  const checked = checkUrl(url, "feed_url");
  return ["feed_address", hashed(checked.ok ? checked.url : url)];
};
export const itemKey = (feedId: string, itemId: string): Key => ["item", feedId, itemId];
export const itemsOf = (feedId: string): Key => ["item", feedId];
/** Where a removed item is kept: no longer in the feed's range, still there to be asked for. */
export const goneKey = (feedId: string, itemId: string): Key => ["gone", feedId, itemId];
/** A GUID is taken while this document exists. */
export const guidKey = (feedId: string, guid: string): Key => ["guid", feedId, hashed(guid)];
/** One small document for each item of the feed: what counting them reads. */
export const guidsOf = (feedId: string): Key => ["guid", feedId];
/** When an item last left the feed: part of the feed's own `updated_at`. */
export const lastRemovalKey = (feedId: string): Key => ["last_removal", feedId];
/** The last valid edition, as it was first served: what is served while the feed is invalid. */
export const EDITIONS: Key = ["edition"];
export const editionKey = (feedId: string): Key => ["edition", feedId];

export const feedOf = (doc: Doc): FeedRecord => JSON.parse(doc.text) as FeedRecord;
export const itemOf = (doc: Doc): ItemRecord => JSON.parse(doc.text) as ItemRecord;
