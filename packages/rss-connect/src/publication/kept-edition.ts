// The last valid edition outlives the process: what readers were shown must not depend on when it was started.
import { gunzipSync, gzipSync } from "node:zlib";
import type { Doc, Instant, Store, Target, TenantId } from "@underclaim/runtime";
import { packedFeed } from "../model/rendered.ts";
import { FORMATS } from "../model/formats.ts";
import { formatOf } from "./addresses.ts";
import { EDITIONS, editionKey, SHARED_PERSON } from "./documents.ts";
import type { FeedRecord } from "./feed-record.ts";
import type { MainEdition } from "./edition.ts";
import type { Contents } from "./views.ts";

export interface EditionDates {
  readonly etag: string;
  readonly modified: Instant;
  /** The latest date that any document of the feed was given. */
  readonly changed: Instant;
}

interface KeptEdition {
  /** The document, gzip in base64. */
  readonly document: string;
  /** What it was rendered from, likewise: its other formats are made of it. */
  readonly contents: string;
  /** Absent where an older version wrote this, which took the newest item's date for when it changed. */
  readonly dates?: EditionDates;
  readonly as_of: Instant;
  readonly targets: readonly Target[];
}

type Documents = Pick<Store, "load" | "commit">;

/** Durable when it resolves; takes the place of the edition before it. */
export async function keepEdition(
  store: Documents,
  tenant: TenantId,
  { record, rendered, targets, asOf, contents }: MainEdition,
  changed: Instant,
): Promise<void> {
  const { etag } = rendered.representations.identity;
  const kept: KeptEdition = {
    document: Buffer.from(rendered.representations.gzip.body).toString("base64"),
    contents: gzipSync(JSON.stringify(contents)).toString("base64"),
    ...(rendered.lastModified === null
      ? {}
      : { dates: { etag, modified: rendered.lastModified, changed } }),
    as_of: asOf,
    targets,
  };
  await store.commit(tenant, {
    guards: [],
    docs: [
      { put: editionKey(record.feed.feed_id), text: JSON.stringify(kept), person: SHARED_PERSON },
    ],
  });
}

/** The same bytes and validators as when it was kept, or null where none was. */
export async function readEdition(
  store: Documents,
  tenant: TenantId,
  record: FeedRecord,
): Promise<MainEdition | null> {
  const key = editionKey(record.feed.feed_id);
  const doc = (await store.load(tenant, [{ doc: key }])).doc(key);
  if (doc === null) return null;
  const kept = JSON.parse(doc.text) as KeptEdition;
  const contents = JSON.parse(
    gunzipSync(Buffer.from(kept.contents, "base64")).toString("utf8"),
  ) as Contents;
  return {
    record,
    rendered: packedFeed(
      Buffer.from(kept.document, "base64"),
      kept.dates?.modified ?? null,
      FORMATS[formatOf(record)].contentType,
    ),
    contents,
    hubs: contents.model.hub_links,
    targets: kept.targets,
    asOf: kept.as_of,
  };
}

/** Null: an older version wrote it, which did not say. */
export const datesIn = ({ text }: Pick<Doc, "text">): EditionDates | null =>
  (JSON.parse(text) as KeptEdition).dates ?? null;

/** Before an erasure is answered: editions and archive documents hold what items of several people said, and dates tell of them. */
export async function dropEditions(
  store: Pick<Store, "load" | "commit" | "erase">,
  tenant: TenantId,
): Promise<void> {
  await store.erase(tenant, SHARED_PERSON);
  // Those that an older version wrote, for nobody.
  const range = { prefix: EDITIONS, limit: 100 };
  for (;;) {
    const docs = (await store.load(tenant, [{ range }])).range(range);
    if (docs.length === 0) return;
    await store.commit(tenant, { guards: [], docs: docs.map(({ key }) => ({ delete: key })) });
  }
}
