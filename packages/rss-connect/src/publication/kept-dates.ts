// When the documents of a feed last changed, as it is known over restarts.
import type { Instant, Store, TenantId } from "@underclaim/runtime";
import { createDates, type Dates } from "./dating.ts";
import type { Edition } from "./edition.ts";
import type { FeedRecord } from "./feed-record.ts";
import { readDates } from "./kept-edition.ts";

/** The feed in its own format, whole. */
export const MAIN = "main";

/** Of one edition: formats, categories, pages and participants. What is beyond is made each time. */
export const MOST_DATED = 200;

/** @param at when the process last knew nothing of the feed */
export async function openDates(
  store: Pick<Store, "load" | "commit">,
  tenant: TenantId,
  { feed }: FeedRecord,
  at: Instant,
): Promise<Dates> {
  const kept = await readDates(store, tenant, feed.feed_id);
  const dates = createDates(MOST_DATED, kept === null ? null : { ...kept, document: MAIN });
  // This process may make the other documents otherwise than the one before it.
  dates.noteChange(at);
  return dates;
}

export const datedAs = <Of extends Edition>(
  edition: Of,
  dateOf: (etag: string) => Instant | null,
): Of => ({
  ...edition,
  rendered: {
    ...edition.rendered,
    lastModified: dateOf(edition.rendered.representations.identity.etag),
  },
});
