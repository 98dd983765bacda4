// When the documents of a feed last changed, as it is known over restarts.
import { createHash } from "node:crypto";
import type { Instant, Store, TenantId } from "@underclaim/runtime";
import type { View } from "./addresses.ts";
import { createDates, type DatedDocument, type Dates } from "./dating.ts";
import { datedIn, datedKey, editionKey, SHARED_PERSON } from "./documents.ts";
import type { Edition } from "./edition.ts";
import { datesIn } from "./kept-edition.ts";

type Documents = Pick<Store, "load" | "commit">;

/** The feed in its own format, whole: its date is kept with the edition. */
export const MAIN = "main";

/** Of one edition: formats, categories, pages and participants. What is beyond is made each time. */
export const MOST_DATED = 200;

/** A view may name a participant; what is kept of it does not. */
const nameOf = (view: View): string =>
  createHash("sha256").update(JSON.stringify(view)).digest("base64url");

/** @param at when the process last knew nothing of the feed */
export async function openDates(
  store: Documents,
  tenant: TenantId,
  feedId: string,
  at: Instant,
): Promise<Dates> {
  const key = editionKey(feedId);
  const range = { prefix: datedIn(feedId), limit: MOST_DATED };
  const snapshot = await store.load(tenant, [{ doc: key }, { range }]);
  const edition = snapshot.doc(key);
  const main = edition === null ? null : datesIn(edition);
  const others = snapshot.range(range).map(({ text }) => JSON.parse(text) as DatedDocument);
  const dates = createDates(MOST_DATED, {
    changed: Math.max(main?.changed ?? 0, ...others.map(({ modified }) => modified)),
    documents: [...(main === null ? [] : [{ ...main, document: MAIN }]), ...others],
  });
  // This process may make documents otherwise than the one before it.
  dates.noteChange(at);
  return dates;
}

/**
 * The document's date, once that outlives the process: what is told of a document and forgotten could make it look
 * unchanged when it is again as it was before.
 * @throws StoreUnavailableError
 */
export async function keptDate(
  store: Documents,
  tenant: TenantId,
  dates: Dates,
  view: View,
  { record, rendered, targets }: Edition,
): Promise<Instant> {
  const document = nameOf(view);
  const { etag } = rendered.representations.identity;
  // Anybody can ask for a category that no item has.
  const modified = targets.length > 0 ? dates.of(document, etag) : dates.ofUnremembered(document);
  const unkept = dates.unkept(document);
  if (unkept === null) return modified;
  const key = datedKey(record.feed.feed_id, document);
  await store.commit(tenant, {
    guards: [],
    docs: [
      unkept.etag === null
        ? { delete: key }
        : { put: key, text: JSON.stringify(unkept), person: SHARED_PERSON },
    ],
  });
  dates.noteKept(document, unkept.etag === null ? null : unkept);
  return modified;
}

export const datedAs = <Of extends Edition>(edition: Of, lastModified: Instant | null): Of => ({
  ...edition,
  rendered: { ...edition.rendered, lastModified },
});
