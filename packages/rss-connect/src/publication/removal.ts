// An item leaves its feed, by removal or by expiry: what is written, and what stays of it.
import type { Doc, DocWrite } from "@underclaim/runtime";
import {
  archivedAtKey,
  archivedGuidKey,
  goneKey,
  guidKey,
  lastRemovalKey,
  tombstoneKey,
  type ItemRecord,
  type KeptTombstone,
} from "./documents.ts";
import type { FeedRecord } from "./feed-record.ts";
import { payloadKey } from "./own-documents.ts";

export interface Leaving {
  readonly record: ItemRecord;
  readonly doc: Pick<Doc, "key">;
  readonly archive: number | null;
}

/** @param when RFC 3339: from then on it does not stand in the feed. */
export function removalDocs(
  feed: FeedRecord,
  { record, doc, archive }: Leaving,
  state: "removed" | "expired",
  when: string,
): DocWrite[] {
  const { item } = record;
  const { feed_id: feedId, feed_item_id: itemId, guid_or_id: guid } = item;
  const gone: ItemRecord = { ...record, item: { ...item, state, updated_at: when } };
  const person = item.participant_id ?? null;
  const tombstone: KeptTombstone = { ref: guid, when, participant_id: person };
  const forgotten = Date.parse(when) + feed.keep_removed_seconds * 1_000;
  return [
    // What is removed is removed everywhere: an archive document keeps that there was something, and no more.
    archive === null
      ? { delete: doc.key }
      : { put: doc.key, text: JSON.stringify({ tombstone }), person },
    ...(archive === null
      ? [{ delete: guidKey(feedId, guid) }]
      : [{ delete: archivedGuidKey(feedId, guid) }, { delete: archivedAtKey(feedId, itemId) }]),
    { delete: payloadKey(feedId, itemId) },
    { put: goneKey(feedId, itemId), text: JSON.stringify(gone), dueAt: forgotten, person },
    {
      put: tombstoneKey(feedId, itemId),
      text: JSON.stringify(tombstone),
      dueAt: forgotten,
      person,
    },
    // Unguarded: whichever removal is written last, the feed changed then.
    { put: lastRemovalKey(feedId), text: when },
  ];
}
