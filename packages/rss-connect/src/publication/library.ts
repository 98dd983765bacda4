// The rendered feeds: a cache over the documents, filled when somebody asks (RssAdapterSpecification §15, §18).
import {
  StoreUnavailableError,
  type Changes,
  type Store,
  type TenantId,
  type Instant,
} from "@underclaim/runtime";
import type { FeedFormat } from "../model/feed.ts";
import { DEFAULT_LIMITS, type FeedLimits } from "../model/limits.ts";
import { formatOf, type Addresses, type View } from "./addresses.ts";
import { currentContents } from "./contents.ts";
import { documentRenderer } from "./document-renderer.ts";
import { feedKey, feedOf } from "./documents.ts";
import type { Edition, MainEdition } from "./edition.ts";
import type { FeedRecord } from "./feed-record.ts";
import { datedAs, keptDate, MAIN, MOST_DATED, openDates } from "./kept-dates.ts";
import { dropEditions, keepEdition, readEdition } from "./kept-edition.ts";
import {
  createShelves,
  isErased,
  isStale,
  isUnrecorded,
  makeErased,
  makeStale,
  type Shelf,
} from "./shelf.ts";
import { createUnderWay } from "./under-way.ts";
import { afterSaying, newsOf, saidOfInvalid, saidOfValid, type Validity } from "./verdict.ts";
import { isMain, nameOfView, WHOLE } from "./view-names.ts";
import type { ViewContext } from "./views.ts";

export interface LibraryOptions {
  readonly store: Pick<Store, "load" | "commit" | "erase">;
  readonly addresses: Addresses;
  readonly limits?: FeedLimits;
  readonly now: () => Instant;
  /** The tenant's embedded hub, or null. Absent: there is none. */
  readonly hubUrl?: (tenant: TenantId) => string | null;
  /** Told when a feed's validity changed. Awaited before the edition is served. */
  readonly onValidity: (tenant: TenantId, feedId: string, validity: Validity) => Promise<void>;
  /** Told when the store would not take that, or an edition; it is tried again. */
  readonly onUnsaid: (error: StoreUnavailableError) => void;
}

export interface Library {
  /** The registered feed, as it was read last and has not been changed since. Null: there is none. */
  record(tenant: TenantId, feedId: string): Promise<FeedRecord | null>;
  /**
   * The newest valid edition as the view shows it; default: in the feed's own format, whole. Null: no such feed or view.
   * `edition: null`: the feed has never been valid, or is not in this format.
   */
  edition(
    tenant: TenantId,
    feedId: string,
    view?: View,
  ): Promise<{ readonly edition: Edition | null } | null>;
  /** The same at once, of the whole feed, where it is ready. Null: ask `record` and `edition`. */
  ready(
    tenant: TenantId,
    feedId: string,
    format: FeedFormat,
    now: Instant,
  ): { readonly record: FeedRecord; readonly edition: Edition } | null;
  /** Marks what the changes touch as stale. */
  noteChanges(tenant: TenantId, changes: Changes): void;
  /** Forgets the tenant's editions, here and in the store. Resolves once that is durable. */
  noteErasure(tenant: TenantId): Promise<void>;
}

/** Where the rendering fails, the last valid edition stays on the shelf; after a restart it comes from the store. */
export function createLibrary({
  store,
  addresses,
  limits = DEFAULT_LIMITS,
  now,
  hubUrl = () => null,
  onValidity,
  onUnsaid,
}: LibraryOptions): Library {
  const shelves = createShelves(now);
  const erasures = createUnderWay();
  const renderer = documentRenderer({ store, limits, now, onUnkept: onUnsaid });

  async function recordIn(tenant: TenantId, feedId: string): Promise<FeedRecord | null> {
    const known = shelves.get(tenant, feedId);
    if (known?.record) return known.record;
    const generation = known?.generation;
    const key = feedKey(feedId);
    const doc = (await store.load(tenant, [{ doc: key }])).doc(key);
    if (doc === null) return null;
    const record = feedOf(doc);
    // Unless it changed meanwhile, which makes a shelf where there was none.
    if (shelves.get(tenant, feedId)?.generation === generation)
      shelves.of(tenant, feedId).record = record;
    return record;
  }

  async function render(tenant: TenantId, shelf: Shelf, known: FeedRecord): Promise<void> {
    const { generation, changedAt } = shelf;
    const asOf = now();
    // What was read before may be older than the generation.
    const record = (await recordIn(tenant, known.feed.feed_id)) ?? known;
    const dates = (shelf.dates ??= await openDates(store, tenant, record.feed.feed_id, changedAt));
    const contents = await currentContents(store, tenant, record, hubUrl(tenant));
    if (isErased(shelf, generation)) return;
    const { targets } = contents;
    const { updated_at: updatedAt } = contents.model;
    const result = renderer.main(contents, asOf, { tenant, record, addresses });
    if (result.ok) {
      dates.noteChange(changedAt);
      const { etag } = result.edition.rendered.representations.identity;
      shelf.unkept = shelf.edition = datedAs(result.edition, dates.of(MAIN, etag));
      shelf.views = new Map();
      const said = saidOfValid(targets);
      shelf.unsaid = { valid: true, said, etag, items: targets.length, targets, updatedAt };
    } else {
      const { problems } = result;
      if (shelf.edition === null) {
        const kept = await readEdition(store, tenant, record);
        if (isErased(shelf, generation)) return;
        // Until an erasure has come to the kept editions, they may hold what was erased.
        shelf.edition = erasures.has(tenant) ? null : kept;
        shelf.views = new Map();
      }
      shelf.unsaid = { valid: false, said: saidOfInvalid(problems), problems, targets, updatedAt };
    }
    shelf.renderedAs = generation;
  }

  /** A store that refuses to record what the rendering showed keeps nobody from reading: the next who asks tries again. */
  async function writeDown(tenant: TenantId, feedId: string, shelf: Shelf): Promise<void> {
    const { unsaid, unkept } = shelf;
    try {
      if (unkept !== null) await keepEdition(store, tenant, unkept, shelf.dates?.changed ?? now());
      if (shelf.unkept === unkept) shelf.unkept = null;
      const news = unsaid === null ? null : newsOf(unsaid, shelf.said);
      if (news !== null) await onValidity(tenant, feedId, news);
      if (news !== null && unsaid !== null) shelf.said = afterSaying(unsaid);
      if (shelf.unsaid === unsaid) shelf.unsaid = null;
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      onUnsaid(error);
    }
  }

  async function documentOf(shelf: Shelf, edition: MainEdition, view: View, context: ViewContext) {
    const name = nameOfView(view);
    // Of this edition, also if another takes its place meanwhile.
    const { views } = shelf;
    const known = views.get(name);
    if (known !== undefined) return { edition: known };
    const made = renderer.other(edition, view, context);
    if (made === null || made.edition === null) return made;
    const date = await dateOf(shelf, made.edition, view, context.tenant);
    const dated = datedAs(made.edition, date);
    if (date !== null && dated.targets.length > 0 && views.size < MOST_DATED)
      views.set(name, dated);
    return { edition: dated };
  }

  /** Null: the store would not take it, so none is told; who asks next tries again. */
  async function dateOf({ dates }: Shelf, edition: Edition, view: View, tenant: TenantId) {
    if (dates === null) return null;
    try {
      return await keptDate(store, tenant, dates, view, edition);
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      onUnsaid(error);
      return null;
    }
  }

  return {
    record: recordIn,
    async edition(tenant, feedId, view) {
      const record = await recordIn(tenant, feedId);
      if (record === null) return null;
      const context = { tenant, record, addresses };
      if (view?.archive !== undefined) return renderer.archived(view, view.archive, context);
      const shelf = shelves.of(tenant, feedId);
      do {
        while (isStale(shelf)) {
          // One rendering at a time; a change meanwhile makes it stale and the next round renders again.
          shelf.rendering ??= render(tenant, shelf, record).finally(() => {
            shelf.rendering = null;
          });
          await shelf.rendering;
        }
        if (isUnrecorded(shelf)) {
          shelf.recording ??= writeDown(tenant, feedId, shelf).finally(() => {
            shelf.recording = null;
          });
          await shelf.recording;
        }
        // An erasure meanwhile has taken the edition away; there may be one all the same.
      } while (shelf.edition === null && isStale(shelf));
      shelf.dates?.noteServed(now());
      if (shelf.edition === null || isMain(view, record)) return { edition: shelf.edition };
      return documentOf(shelf, shelf.edition, view ?? { format: formatOf(record) }, context);
    },
    ready(tenant, feedId, format, at) {
      const shelf = shelves.get(tenant, feedId);
      if (shelf === undefined || isStale(shelf) || isUnrecorded(shelf)) return null;
      const { record } = shelf;
      if (record === null) return null;
      const edition =
        shelf.edition === null || format === formatOf(record)
          ? shelf.edition
          : shelf.views.get(WHOLE[format]);
      shelf.dates?.noteServed(at);
      return edition ? { record, edition } : null;
    },
    noteChanges(tenant, changes) {
      for (const write of changes.docs ?? []) {
        const [collection, feedId] = "put" in write ? write.put : write.delete;
        if (feedId === undefined || !SHOWN.has(collection)) continue;
        const shelf = shelves.of(tenant, feedId);
        makeStale(shelf, now());
        if (collection === "feed") shelf.record = null;
      }
    },
    async noteErasure(tenant) {
      await erasures.during(tenant, async () => {
        const theirs = shelves.all(tenant);
        for (const shelf of theirs) makeErased(shelf, now());
        await Promise.allSettled(theirs.map(async ({ recording }) => recording));
        await dropEditions(store, tenant);
      });
      for (const shelf of shelves.all(tenant)) {
        shelf.unkept = shelf.edition;
        shelf.dates?.noteLost();
      }
    },
  };
}

/** Documents of these collections make a rendered feed stale. */
const SHOWN: ReadonlySet<string> = new Set([
  "item",
  "feed",
  "tombstone",
  "archives",
  "websub_topic",
]);
