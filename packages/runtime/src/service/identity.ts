import { randomBytes } from "node:crypto";
import { Secret } from "../log/secret.ts";
import type { Key, Store } from "../store/port.ts";

/** What belongs to the data and not to the process: made once, kept with it. */
export interface Identity {
  /** Names the ledger: cursors of another one are of no use here. */
  readonly ledger: string;
  /** Keys the hashes of requests and endpoints. */
  readonly digestKey: Secret;
}

/** No tenant can be called so: configured tenants have a name. */
export const NOBODY = "";
const KEY: Key = ["service", "identity"];

/** Reads the identity, or makes it when the data is new. */
export async function identityOf(store: Store): Promise<Identity> {
  const doc = (await store.load(NOBODY, [{ doc: KEY }])).doc(KEY);
  if (doc !== null) {
    const { ledger, digest_key: digestKey } = JSON.parse(doc.text) as {
      ledger: string;
      digest_key: string;
    };
    return { ledger, digestKey: new Secret(digestKey) };
  }
  const made = {
    ledger: randomBytes(8).toString("hex"),
    digest_key: randomBytes(32).toString("base64url"),
  };
  await store.commit(NOBODY, {
    guards: [{ doc: KEY, version: 0 }],
    docs: [{ put: KEY, text: JSON.stringify(made) }],
  });
  return identityOf(store);
}
