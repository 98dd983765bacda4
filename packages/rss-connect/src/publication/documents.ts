// How feeds and items are kept. An item is a row of its own; no publication writes a document that others share.
import { createHash } from "node:crypto";
import type { ActionSurfaceRef, CorrelationContext } from "@underclaim/contract";
import type { Doc, Key } from "@underclaim/runtime";
import type { FeedFormat } from "../model/feed.ts";
import type { FeedItem } from "../model/feed-item.ts";
import type { SyndicationEntry, Tombstone } from "../model/syndication.ts";
import { checkUrl } from "../model/url.ts";
import { FeedRecord } from "./feed-record.ts";

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

/** Participants see of one another not even what is gone. Absent: written by an older version, and nobody knows. */
export interface KeptTombstone extends Tombstone {
  /** Whom the item was for; null: nobody in particular. */
  readonly participant_id?: string | null;
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
/** Falls due when the item expires. */
export const itemKey = (feedId: string, itemId: string): Key => ["item", feedId, itemId];
export const itemsOf = (feedId: string): Key => ["item", feedId];
/** Where a removed item is kept: no longer in the feed's range, still there to be asked for. */
export const goneKey = (feedId: string, itemId: string): Key => ["gone", feedId, itemId];
/** A GUID is taken while this document exists; it is the participant's whose item it is, and goes with it. */
export const guidKey = (feedId: string, guid: string): Key => ["guid", feedId, hashed(guid)];
/** One small document for each item of the feed: what counting them reads. */
export const guidsOf = (feedId: string): Key => ["guid", feedId];
/** When an item last left the feed: part of the feed's own `updated_at`. */
export const lastRemovalKey = (feedId: string): Key => ["last_removal", feedId];
/** What the feed says is gone (RFC 6721), for a time. */
export const tombstoneKey = (feedId: string, itemId: string): Key => ["tombstone", feedId, itemId];
export const tombstonesOf = (feedId: string): Key => ["tombstone", feedId];
/** The last valid edition, as it was first served: what is served while the feed is invalid. */
export const EDITIONS: Key = ["edition"];
export const editionKey = (feedId: string): Key => ["edition", feedId];
/** Since when a document of the feed beside the edition is as it is. */
export const datedKey = (feedId: string, document: string): Key => ["dated", feedId, document];
export const datedIn = (feedId: string): Key => ["dated", feedId];
/** The person key of documents that hold what is of several people: they go with every erasure, and leave no trace. */
export const SHARED_PERSON = "rss-connect:shared";

/** How many archive documents (RFC 5005 §4) the feed has. */
export const archivesKey = (feedId: string): Key => ["archives", feedId];
/** Falls due when the feed's oldest items are to make an archive document. */
export const archiveDueKey = (feedId: string): Key => ["archive_due", feedId];
const page = (number: number): string => String(number).padStart(9, "0");
export const archivedKey = (feedId: string, number: number, itemId: string): Key => [
  "archived",
  feedId,
  page(number),
  itemId,
];
export const archivedIn = (feedId: string, number: number): Key => [
  "archived",
  feedId,
  page(number),
];
/** An archive document as it was served, to all who see the same items of it. */
export const archiveDocumentKey = (
  feedId: string,
  number: number,
  format: FeedFormat,
  shown: string,
): Key => ["archive_document", feedId, page(number), format, shown];
/** Which archive document holds the item. */
export const archivedAtKey = (feedId: string, itemId: string): Key => [
  "archived_at",
  feedId,
  itemId,
];
/** As `guidKey`, for archived items: apart, so that what stands in the feed can be counted. */
export const archivedGuidKey = (feedId: string, guid: string): Key => [
  "archived_guid",
  feedId,
  hashed(guid),
];

export const feedOf = (doc: Doc): FeedRecord => FeedRecord.parse(JSON.parse(doc.text));
export const itemOf = (doc: Doc): ItemRecord => JSON.parse(doc.text) as ItemRecord;
