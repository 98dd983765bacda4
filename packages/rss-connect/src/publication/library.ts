// The rendered feeds: a cache over the documents, filled when somebody asks (RssAdapterSpecification §15, §18).
import {
  StoreUnavailableError,
  type Changes,
  type Store,
  type Target,
  type TenantId,
  type Instant,
} from "@underclaim/runtime";
import { DEFAULT_LIMITS, type FeedLimits } from "../model/limits.ts";
import type { ValidationProblem } from "../model/problem.ts";
import { FEED_FORMATS, type FeedFormat } from "../model/feed.ts";
import { FORMATS } from "../model/formats.ts";
import { prepareFeed, type RenderedFeed } from "../model/rendered.ts";
import { formatOf, type Addresses, type View } from "./addresses.ts";
import { archiveContents, currentContents } from "./contents.ts";
import { createDates, type Dates } from "./dating.ts";
import { feedKey, feedOf } from "./documents.ts";
import type { FeedRecord } from "./feed-record.ts";
import { archiveDocument } from "./kept-archive.ts";
import { dropEditions, keepEdition, readDates, readEdition } from "./kept-edition.ts";
import { viewOf, type Contents, type ViewContext } from "./views.ts";

/** One document of a feed, as it is served. */
export interface Edition {
  readonly record: FeedRecord;
  readonly rendered: RenderedFeed;
  /** What a fetch of this document is evidence about: every item in it. */
  readonly targets: readonly Target[];
  /** When the feed was as this document shows it: a version written later does not stand in it. */
  readonly asOf: Instant;
  /** The hubs that the document names (WebSub §4). */
  readonly hubs?: readonly string[];
}

/** The feed in its own format, whole, and what its other documents are made of. */
export interface MainEdition extends Edition {
  readonly contents: Contents;
}

/** What the last rendering came to, apart from what is served. */
export type Validity = {
  /** The items that this is news for: all, or while a feed stays invalid, those that came since. */
  readonly targets: readonly Target[];
  readonly updatedAt: string;
  /** What tells one verdict from another; the same again is no news. */
  readonly said: string;
} & (
  | { readonly valid: true; readonly etag: string; readonly items: number }
  | { readonly valid: false; readonly problems: readonly ValidationProblem[] }
);

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

interface Shelf {
  record: FeedRecord | null;
  edition: MainEdition | null;
  /** The edition's other documents, by view; made when somebody asks. */
  views: Map<string, Edition>;
  /** Raised by every change; what is rendered from an older one is stale. */
  generation: number;
  renderedAs: number;
  /** When a change was last noted; at first, when nobody was served yet. */
  changedAt: Instant;
  /** Of the edition's documents. Null: not read yet. */
  dates: Dates | null;
  lastSaid: string | null;
  /** Items (and their revisions) that the current stretch of invalidity was said of. */
  told: Set<string>;
  rendering: Promise<void> | null;
  /** What the last rendering came to and nobody has been told yet. */
  unsaid: Validity | null;
  /** A new edition that does not outlive the process yet. */
  unkept: MainEdition | null;
  recording: Promise<void> | null;
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
  const shelves = new Map<TenantId, Map<string, Shelf>>();

  async function recordIn(tenant: TenantId, feedId: string): Promise<FeedRecord | null> {
    const known = shelves.get(tenant)?.get(feedId);
    if (known?.record) return known.record;
    const generation = known?.generation;
    const key = feedKey(feedId);
    const doc = (await store.load(tenant, [{ doc: key }])).doc(key);
    if (doc === null) return null;
    const record = feedOf(doc);
    const shelf = shelfOf(tenant, feedId);
    if (generation === undefined || generation === shelf.generation) shelf.record = record;
    return record;
  }

  const shelfOf = (tenant: TenantId, feedId: string): Shelf => {
    let theirs = shelves.get(tenant);
    if (theirs === undefined) shelves.set(tenant, (theirs = new Map<string, Shelf>()));
    let shelf = theirs.get(feedId);
    if (shelf === undefined) {
      shelf = {
        record: null,
        edition: null,
        views: new Map(),
        generation: 1,
        renderedAs: 0,
        changedAt: now(),
        dates: null,
        lastSaid: null,
        told: new Set(),
        rendering: null,
        unsaid: null,
        unkept: null,
        recording: null,
      };
      theirs.set(feedId, shelf);
    }
    return shelf;
  };

  async function render(tenant: TenantId, shelf: Shelf, record: FeedRecord): Promise<void> {
    const { generation, changedAt } = shelf;
    const asOf = now();
    const dates = (shelf.dates ??= await datesOf(tenant, record, changedAt));
    const contents = await currentContents(store, tenant, record, hubUrl(tenant));
    const { targets } = contents;
    const { updated_at: updatedAt } = contents.model;
    const context = { tenant, record, addresses };
    const main = viewOf(contents, { format: formatOf(record) }, context) ?? contents;
    const result = FORMATS[formatOf(record)].render(main.model, limits);
    if (result.ok) {
      const { contentType } = FORMATS[formatOf(record)];
      dates.noteChange(changedAt);
      const prepared = prepareFeed(result.bytes, null, contentType);
      const rendered = dated(prepared, (etag) => dates.of(MAIN, etag, true));
      shelf.edition = {
        record,
        rendered,
        targets: main.targets,
        asOf,
        contents,
        hubs: main.model.hub_links,
      };
      shelf.views = new Map();
      shelf.unkept = shelf.edition;
      // From empty to not empty is news of the feed, too: now there is something to read (§12.2 "Feed published").
      const said = targets.length > 0 ? "valid" : "valid:empty";
      const { etag } = rendered.representations.identity;
      shelf.unsaid = { valid: true, said, etag, items: targets.length, targets, updatedAt };
    } else {
      const said = `invalid:${result.problems.map(({ rule, field }) => `${rule}@${field}`).join(",")}`;
      if (shelf.edition === null) {
        shelf.edition = await readEdition(store, tenant, record);
        shelf.views = new Map();
      }
      shelf.unsaid = { valid: false, said, problems: result.problems, targets, updatedAt };
    }
    shelf.renderedAs = generation;
  }

  async function datesOf(tenant: TenantId, { feed }: FeedRecord, at: Instant): Promise<Dates> {
    const kept = await readDates(store, tenant, feed.feed_id);
    const dates = createDates(MOST_VIEWS, kept === null ? null : { ...kept, document: MAIN });
    // This process may make the other documents otherwise than the one before it.
    dates.noteChange(at);
    return dates;
  }

  /** A store that refuses to record what the rendering showed keeps nobody from reading: the next who asks tries again. */
  async function writeDown(tenant: TenantId, feedId: string, shelf: Shelf): Promise<void> {
    const { unsaid, unkept } = shelf;
    try {
      if (unkept !== null) await keepEdition(store, tenant, unkept, shelf.dates?.changed ?? now());
      if (shelf.unkept === unkept) shelf.unkept = null;
      if (unsaid !== null) await say(tenant, feedId, shelf, unsaid);
      if (shelf.unsaid === unsaid) shelf.unsaid = null;
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      onUnsaid(error);
    }
  }

  /** Only a change is news: of the verdict, or of the items that an invalid feed does not show. */
  async function say(
    tenant: TenantId,
    feedId: string,
    shelf: Shelf,
    validity: Validity,
  ): Promise<void> {
    const same = validity.said === shelf.lastSaid;
    const news = same
      ? validity.targets.filter((target) => !shelf.told.has(nameOf(target)))
      : validity.targets;
    if (same && (validity.valid || news.length === 0)) return;
    await onValidity(tenant, feedId, { ...validity, targets: news });
    shelf.lastSaid = validity.said;
    shelf.told = new Set(validity.valid ? [] : validity.targets.map(nameOf));
  }

  /** Made from the edition, not from the store: every document of a feed is of one moment. */
  function documentOf(shelf: Shelf, edition: MainEdition, view: View, context: ViewContext) {
    const name = nameOfView(view);
    const known = shelf.views.get(name);
    if (known !== undefined) return { edition: known };
    const contents = viewOf(edition.contents, view, context);
    if (contents === null) return null;
    const undated = editionOf(contents, view, edition);
    if (undated === null) return { edition: null };
    const { dates } = shelf;
    const filled = contents.targets.length > 0;
    const rendered = dated(undated.rendered, (etag) => dates?.of(name, etag, filled) ?? null);
    const made = { ...undated, rendered };
    if (filled && shelf.views.size < MOST_VIEWS) shelf.views.set(name, made);
    return { edition: made };
  }

  /** Null: what is valid in the feed's own format is not in this one; one that says more may be too long. */
  const editionOf = (
    { model, targets }: Contents,
    { format }: View,
    { record, asOf }: Pick<Edition, "record" | "asOf">,
  ): Edition | null => {
    const result = FORMATS[format].render(model, limits);
    if (!result.ok) return null;
    const rendered = prepareFeed(result.bytes, null, FORMATS[format].contentType);
    return { record, rendered, targets, asOf, hubs: model.hub_links };
  };

  async function archived(view: View, number: number, context: ViewContext) {
    const { tenant, record } = context;
    const archive = await archiveContents(store, tenant, record, number);
    const shown = archive === null ? null : viewOf(archive, view, context);
    if (archive === null || shown === null) return null;
    const { model, targets } = shown;
    const { format } = view;
    const rendered = await archiveDocument({ store, now, onUnkept: onUnsaid }, tenant, {
      feedId: record.feed.feed_id,
      number,
      format,
      archive,
      model,
      render() {
        const result = FORMATS[format].render(model, limits);
        return result.ok ? result.bytes : null;
      },
    });
    if (rendered === null) return { edition: null };
    // It shows the items as they were: its fetch shows nothing of what was written since.
    const asOf = Date.parse(model.updated_at);
    return { edition: { record, rendered, targets, asOf, hubs: model.hub_links } };
  }

  return {
    record: recordIn,
    async edition(tenant, feedId, view) {
      const record = await recordIn(tenant, feedId);
      if (record === null) return null;
      const context = { tenant, record, addresses };
      if (view?.archive !== undefined) return archived(view, view.archive, context);
      const shelf = shelfOf(tenant, feedId);
      while (shelf.renderedAs < shelf.generation) {
        // One rendering at a time; a change meanwhile makes it stale and the next round renders again.
        shelf.rendering ??= render(tenant, shelf, record).finally(() => {
          shelf.rendering = null;
        });
        await shelf.rendering;
      }
      if (shelf.unsaid !== null || shelf.unkept !== null) {
        shelf.recording ??= writeDown(tenant, feedId, shelf).finally(() => {
          shelf.recording = null;
        });
        await shelf.recording;
      }
      shelf.dates?.noteServed(now());
      if (shelf.edition === null || isMain(view, record)) return { edition: shelf.edition };
      return documentOf(shelf, shelf.edition, view ?? { format: formatOf(record) }, context);
    },
    ready(tenant, feedId, format, at) {
      const shelf = shelves.get(tenant)?.get(feedId);
      if (shelf === undefined || shelf.renderedAs < shelf.generation) return null;
      const { record, unsaid, unkept } = shelf;
      if (record === null || unsaid !== null || unkept !== null) return null;
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
        const shelf = shelfOf(tenant, feedId);
        shelf.generation += 1;
        shelf.changedAt = now();
        if (collection === "feed") shelf.record = null;
      }
    },
    async noteErasure(tenant) {
      const theirs = [...(shelves.get(tenant)?.values() ?? [])];
      await Promise.all(
        theirs.map(async (shelf) => {
          shelf.generation += 1;
          shelf.changedAt = now();
          // What is under way may still hold what was erased; what begins from here on does not.
          await Promise.allSettled([shelf.rendering]);
          shelf.edition = shelf.unkept = null;
          shelf.views = new Map();
          await Promise.allSettled([shelf.recording]);
        }),
      );
      await dropEditions(store, tenant);
      for (const shelf of theirs) shelf.unkept = shelf.edition;
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
/** Of one edition: formats, categories, pages and participants. What is beyond is made each time. */
const MOST_VIEWS = 200;

const MAIN = "main";

const nameOfView = (view: View): string => JSON.stringify(view);
/** Of the views that show the feed whole. */
const WHOLE = Object.fromEntries(
  FEED_FORMATS.map((format) => [format, nameOfView({ format })]),
) as Readonly<Record<FeedFormat, string>>;

const dated = (rendered: RenderedFeed, dateOf: (etag: string) => Instant | null): RenderedFeed => ({
  ...rendered,
  lastModified: dateOf(rendered.representations.identity.etag),
});

const isMain = (view: View | undefined, record: FeedRecord): boolean =>
  view === undefined ||
  (view.format === formatOf(record) &&
    view.category === undefined &&
    view.page === undefined &&
    view.participant === undefined);

const nameOf = ({ subject, evidenceKey }: Target): string => `${subject} ${evidenceKey ?? ""}`;
