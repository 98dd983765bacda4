import { randomBytes } from "node:crypto";
import type { Epoch } from "../http/cursor.ts";
import type { Key, Store } from "../store/port.ts";
import { NOBODY } from "./identity.ts";

const KEY: Key = ["service", "epochs"];
/** A cursor older than so many starts of the service expires. */
const MOST = 1_000;

/**
 * Begins this process's epoch of the ledger and returns all that are known, in order. A restored folder knows neither the
 * epochs after its backup nor positions beyond its head, so cursors of what was lost expire instead of skipping what
 * takes their place. Call once for each start, before anything is written.
 */
export async function beginEpoch(store: Store): Promise<readonly Epoch[]> {
  const doc = (await store.load(NOBODY, [{ doc: KEY }])).doc(KEY);
  const earlier = doc === null ? [] : (JSON.parse(doc.text) as Epoch[]);
  const fresh: Epoch = { id: randomBytes(6).toString("base64url"), from: await store.head() };
  const epochs = [...earlier, fresh].slice(-MOST);
  await store.commit(NOBODY, { guards: [], docs: [{ put: KEY, text: JSON.stringify(epochs) }] });
  return epochs;
}
