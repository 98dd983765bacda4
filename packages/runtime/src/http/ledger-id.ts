import type { Store } from "../store/port.ts";
import type { Ids } from "../time-and-ids.ts";

/** No tenant can be called this. */
const SERVICE = "underclaim:service";
const KEY = ["ledger"] as const;

/** The identity of the ledger in this store: made once, kept with the data, so that cursors end with the data. */
export async function ledgerId(store: Store, ids: Ids): Promise<string> {
  const read = [{ doc: KEY }] as const;
  const known = (await store.load(SERVICE, read)).doc(KEY);
  if (known !== null) return known.text;
  const fresh = ids.next("ledger");
  const committed = await store.commit(SERVICE, {
    guards: [{ doc: KEY, version: 0 }],
    docs: [{ put: KEY, text: fresh }],
  });
  return committed.ok ? fresh : ledgerId(store, ids);
}
