// The last valid edition outlives the process: what readers were shown must not depend on when it was started.
import { gunzipSync } from "node:zlib";
import type { Instant, Store, Target, TenantId } from "@underclaim/runtime";
import { prepareFeed } from "../model/rendered.ts";
import { EDITIONS, editionKey, type FeedRecord } from "./documents.ts";
import type { Edition } from "./library.ts";

interface KeptEdition {
  /** The document, gzip in base64. */
  readonly document: string;
  readonly updated_at: string;
  readonly as_of: Instant;
  readonly targets: readonly Target[];
}

type Documents = Pick<Store, "load" | "commit">;

/** Durable when it resolves; takes the place of the edition before it. */
export async function keepEdition(
  store: Documents,
  tenant: TenantId,
  { record, rendered, targets, asOf }: Edition,
): Promise<void> {
  const kept: KeptEdition = {
    document: Buffer.from(rendered.representations.gzip.body).toString("base64"),
    updated_at: new Date(rendered.lastModified).toISOString(),
    as_of: asOf,
    targets,
  };
  await store.commit(tenant, {
    guards: [],
    docs: [{ put: editionKey(record.feed.feed_id), text: JSON.stringify(kept) }],
  });
}

/** The same bytes and validators as when it was kept, or null where none was. */
export async function readEdition(
  store: Documents,
  tenant: TenantId,
  record: FeedRecord,
): Promise<Edition | null> {
  const key = editionKey(record.feed.feed_id);
  const doc = (await store.load(tenant, [{ doc: key }])).doc(key);
  if (doc === null) return null;
  const kept = JSON.parse(doc.text) as KeptEdition;
  const bytes = new Uint8Array(gunzipSync(Buffer.from(kept.document, "base64")));
  return {
    record,
    rendered: prepareFeed(bytes, kept.updated_at),
    targets: kept.targets,
    asOf: kept.as_of,
  };
}

/** Before an erasure is answered: editions hold what items of several people said. */
export async function dropEditions(store: Documents, tenant: TenantId): Promise<void> {
  const range = { prefix: EDITIONS, limit: 100 };
  for (;;) {
    const docs = (await store.load(tenant, [{ range }])).range(range);
    if (docs.length === 0) return;
    await store.commit(tenant, { guards: [], docs: docs.map(({ key }) => ({ delete: key })) });
  }
}
