import type { Read, Snapshot, Store, TenantId } from "@underclaim/runtime";
import { archivedAtKey, archivedKey, itemKey, itemOf, type ItemRecord } from "./documents.ts";

/** The item as it stands in the feed, or else in its archive; with whatever else was asked for. */
export async function standingItem(
  store: Pick<Store, "load">,
  tenant: TenantId,
  feedId: string,
  itemId: string,
  also: readonly Read[] = [],
): Promise<{ readonly record: ItemRecord | null; readonly snapshot: Snapshot }> {
  const [key, at] = [itemKey(feedId, itemId), archivedAtKey(feedId, itemId)];
  const snapshot = await store.load(tenant, [{ doc: key }, { doc: at }, ...also]);
  const doc = snapshot.doc(key);
  if (doc !== null) return { record: itemOf(doc), snapshot };
  const archive = snapshot.doc(at);
  if (archive === null) return { record: null, snapshot };
  const archived = archivedKey(feedId, Number(archive.text), itemId);
  const kept = (await store.load(tenant, [{ doc: archived }])).doc(archived);
  return { record: kept === null ? null : itemOf(kept), snapshot };
}
