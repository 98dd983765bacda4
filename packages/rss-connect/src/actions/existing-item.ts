// Which item an update or a removal means: by its id, or by its GUID.
import type { AdapterActionRequest } from "@underclaim/contract";
import type { Doc, Read, Snapshot } from "@underclaim/runtime";
import type { RssFailSubclass } from "../model/assessment.ts";
import { redact, type ValidationProblem } from "../model/problem.ts";
import { guidKey, itemKey, itemOf, type ItemRecord } from "../publication/documents.ts";
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
  if (which.feed_item_id) return [...reads, { doc: itemKey(feedId, which.feed_item_id) }];
  if (!which.guid) return reads;
  const guid = guidKey(feedId, which.guid);
  const itemId = known.wasRead(guid) ? (known.doc(guid)?.text ?? null) : null;
  return [...reads, { doc: guid }, ...(itemId === null ? [] : [{ doc: itemKey(feedId, itemId) }])];
}

export type ExistingItem =
  | { readonly ok: true; readonly record: ItemRecord; readonly doc: Doc }
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
  const itemId =
    which.feed_item_id ?? snapshot.doc(guidKey(feedId, which.guid ?? ""))?.text ?? null;
  const doc = itemId === null ? null : snapshot.doc(itemKey(feedId, itemId));
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
  return { ok: true, record, doc };
}
