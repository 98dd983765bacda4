import { contentHash } from "@underclaim/runtime";
import type { SyndicationEntry } from "../model/syndication.ts";
import type { ItemRecord } from "./documents.ts";

/** What tells one version of an item from another without showing either: SHA-256 of the entry, hex. */
const entryHash = (entry: SyndicationEntry): string => contentHash(JSON.stringify(entry));

/** What an item's own events say of it, so that its history and the feed's manifest can be told from them. */
export const versionFacts = ({ item, revision, entry }: ItemRecord) => ({
  feed_item_id: item.feed_item_id,
  guid_or_id: item.guid_or_id,
  revision,
  content_hash: entryHash(entry),
});
