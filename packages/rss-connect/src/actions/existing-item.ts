// Which item an update or a removal means: by its id, or by its GUID.
import type { AdapterActionRequest } from "@underclaim/contract";
import type { Doc, Read, Snapshot } from "@underclaim/runtime";
import type { RssFailSubclass } from "../model/assessment.ts";
import { redact, type ValidationProblem } from "../model/problem.ts";
import {
  archivedAtKey,
  archivedGuidKey,
  archivedKey,
  guidKey,
  itemKey,
  itemOf,
  type ItemRecord,
} from "../publication/documents.ts";
import type { RemoveParameters } from "./parameters.ts";
import { problem } from "./refuse.ts";
import { feedIdOf, feedReads } from "./target-feed.ts";

export function itemReads(
  request: AdapterActionRequest,
  which: RemoveParameters,
  known: Snapshot | null,
): Read[] {
  const reads = feedReads(request, known);
  const feedId = feedIdOf(request, known);
  if (feedId === null || known === null) return reads;
  const named = which.feed_item_id
    ? []
    : which.guid
      ? [{ doc: guidKey(feedId, which.guid) }, { doc: archivedGuidKey(feedId, which.guid) }]
      : [];
  const itemId = which.feed_item_id ?? idByGuid(feedId, which, known);
  if (itemId === null) return [...reads, ...named];
  const at = archivedAtKey(feedId, itemId);
  const archive = known.wasRead(at) ? (known.doc(at)?.text ?? null) : null;
  return [
    ...reads,
    ...named,
    { doc: itemKey(feedId, itemId) },
    { doc: at },
    ...(archive === null ? [] : [{ doc: archivedKey(feedId, Number(archive), itemId) }]),
  ];
}

/** A GUID stands in the feed, or in its archive, or nowhere. */
function idByGuid(feedId: string, { guid }: RemoveParameters, known: Snapshot): string | null {
  if (!guid) return null;
  const keys = [guidKey(feedId, guid), archivedGuidKey(feedId, guid)];
  return (
    keys.map((key) => (known.wasRead(key) ? known.doc(key)?.text : null)).find(Boolean) ?? null
  );
}

export type ExistingItem =
  | {
      readonly ok: true;
      readonly record: ItemRecord;
      readonly doc: Doc;
      /** The archive document that holds it (RFC 5005 §4); null: it stands in the feed itself. */
      readonly archive: number | null;
    }
  | { readonly ok: false; readonly problem: ValidationProblem };

export function existingItem(
  feedId: string,
  which: RemoveParameters,
  snapshot: Snapshot,
  subclass: RssFailSubclass,
): ExistingItem {
  const refused = (field: string, message: string, remedy: string): ExistingItem => ({
    ok: false,
    problem: problem("item_target", subclass, field, message, remedy),
  });
  if (!which.feed_item_id && !which.guid) {
    return refused(
      "parameters",
      "The request names no item.",
      "Give parameters.feed_item_id or parameters.guid.",
    );
  }
  const itemId = which.feed_item_id ?? idByGuid(feedId, which, snapshot);
  const standing = itemId === null ? null : snapshot.doc(itemKey(feedId, itemId));
  const at =
    itemId === null || standing !== null ? null : snapshot.doc(archivedAtKey(feedId, itemId));
  const archive = at === null ? null : Number(at.text);
  const doc =
    itemId === null || archive === null
      ? standing
      : snapshot.doc(archivedKey(feedId, archive, itemId));
  const field = which.feed_item_id ? "parameters.feed_item_id" : "parameters.guid";
  if (doc === null) {
    const named = redact(which.feed_item_id ?? which.guid ?? "");
    return refused(
      field,
      `This feed has no active item "${named}".`,
      "Name an item that was published and not removed.",
    );
  }
  const record = itemOf(doc);
  if (which.feed_item_id && which.guid && record.item.guid_or_id !== which.guid) {
    return refused(
      "parameters.guid",
      "feed_item_id and guid name different items.",
      "Give one of them.",
    );
  }
  return { ok: true, record, doc, archive };
}
