// Archive documents do not change (RFC 5005 §4): what was served once is kept, and served again byte for byte.
import { createHash } from "node:crypto";
import {
  StoreUnavailableError,
  type Instant,
  type Store,
  type TenantId,
} from "@underclaim/runtime";
import type { FeedFormat } from "../model/feed.ts";
import { FORMATS } from "../model/formats.ts";
import { packedFeed, prepareFeed, type RenderedFeed } from "../model/rendered.ts";
import type { SyndicationFeed } from "../model/syndication.ts";
import type { ArchiveContents } from "./contents.ts";
import { dateOfChange } from "./dating.ts";
import { archiveDocumentKey, SHARED_PERSON } from "./documents.ts";

interface KeptArchive {
  /** What it shows, and where it and its neighbours stand. As long as that is the same, so is the document. */
  readonly made_of: string;
  /** gzip, in base64. */
  readonly document: string;
  readonly modified: Instant | null;
}

export interface ArchiveDocument {
  readonly feedId: string;
  readonly number: number;
  readonly format: FeedFormat;
  readonly archive: ArchiveContents;
  /** As this reader sees it. */
  readonly model: SyndicationFeed;
  /** Null: it is not valid in this format. */
  readonly render: () => Uint8Array | null;
}

interface Keeper {
  readonly store: Pick<Store, "load" | "commit">;
  readonly now: () => Instant;
  /** Told when the store would not take the document, which is served all the same. */
  readonly onUnkept: (error: StoreUnavailableError) => void;
}

/** The document as it was served before, else rendered and kept. Null: it is not valid in this format. */
export async function archiveDocument(
  { store, now, onUnkept }: Keeper,
  tenant: TenantId,
  { feedId, number, format, archive, model, render }: ArchiveDocument,
): Promise<RenderedFeed | null> {
  const { contentType } = FORMATS[format];
  const shown = shownIn(archive, model);
  // Whoever sees the same items sees the same document: participants for whom it holds nothing share one.
  const key = archiveDocumentKey(feedId, number, format, hashed(shown.map(([id]) => id)));
  const madeOf = hashed([shown, model.self_url, model.feed_url, model.links ?? []]);
  const doc = (await store.load(tenant, [{ doc: key }])).doc(key);
  const kept = doc === null ? null : (JSON.parse(doc.text) as KeptArchive);
  if (kept?.made_of === madeOf)
    return packedFeed(Buffer.from(kept.document, "base64"), kept.modified, contentType);

  const bytes = render();
  if (bytes === null) return null;
  const rendered = prepareFeed(bytes, dateOfChange(now(), kept?.modified ?? null), contentType);
  const guards = [
    { doc: key, version: doc?.version ?? 0 },
    // What was removed or erased meanwhile must not be kept.
    ...archive.rows.map((row) => ({ doc: row.key, version: row.version })),
  ];
  const text = JSON.stringify(toKeep(madeOf, rendered));
  const person = archive.personal ? SHARED_PERSON : null;
  try {
    const { ok } = await store.commit(tenant, { guards, docs: [{ put: key, text, person }] });
    if (ok) return rendered;
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error;
    onUnkept(error);
  }
  // Not kept, so its date is not told: the next who asks has it made again.
  return { ...rendered, lastModified: null };
}

const toKeep = (madeOf: string, { representations, lastModified }: RenderedFeed): KeptArchive => ({
  made_of: madeOf,
  document: Buffer.from(representations.gzip.body).toString("base64"),
  modified: lastModified,
});

/** Which items and tombstones the document shows, and in which version. */
function shownIn(
  { versions }: ArchiveContents,
  { entries, tombstones }: SyndicationFeed,
): (readonly [string, number | undefined])[] {
  const ids = [
    ...entries.map(({ stable_id: id }) => `entry ${id}`),
    ...(tombstones ?? []).map(({ ref }) => `gone ${ref}`),
  ];
  return ids.map((id) => [id, versions.get(id)]);
}

const hashed = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("base64url");
