import type { HeldItem } from "./answers.ts";
import type { Page } from "./request.ts";

/** Of one answer. */
const MOST_ITEMS = 50;
/** In bytes: servers end streams for stanzas beyond a quarter of a megabyte (RFC 6120 §13.12). */
const MOST_BYTES = 200_000;

/**
 * The newest that fit; or those that follow an item, from the oldest (XEP-0059 §2.2). One item is always given.
 *
 * @returns null where the item that they are to follow is not there (§2.2: `item-not-found`)
 */
export function pageOf(
  items: readonly HeldItem[],
  { max, after }: Page,
): readonly HeldItem[] | null {
  const most = Math.min(max ?? MOST_ITEMS, MOST_ITEMS);
  if (after === null) return fitting(items.toReversed(), most).toReversed();
  if (after === "") return fitting(items, most);
  const at = items.findIndex(({ id }) => id === after);
  return at < 0 ? null : fitting(items.slice(at + 1), most);
}

function fitting(items: readonly HeldItem[], most: number): readonly HeldItem[] {
  let room = MOST_BYTES;
  const end = items.findIndex(({ payload }, index) => {
    room -= Buffer.byteLength(payload);
    return index >= most || (room < 0 && index > 0);
  });
  return end < 0 ? items : items.slice(0, end);
}
