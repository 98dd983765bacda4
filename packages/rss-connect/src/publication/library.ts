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
import { renderRss } from "../model/render-rss.ts";
import { prepareFeed, type RenderedFeed } from "../model/rendered.ts";
import {
  feedKey,
  feedOf,
  itemOf,
  itemsOf,
  lastRemovalKey,
  type FeedRecord,
  type ItemRecord,
} from "./documents.ts";
import { dropEditions, keepEdition, readEdition } from "./kept-edition.ts";
import { channelOf } from "./register-feed.ts";

export interface Edition {
  readonly record: FeedRecord;
  readonly rendered: RenderedFeed;
  /** What a fetch of this edition is evidence about: every item in it. */
  readonly targets: readonly Target[];
  /** When the feed was as this edition shows it: a version written later does not stand in it. */
  readonly asOf: Instant;
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
  readonly store: Pick<Store, "load" | "commit">;
  readonly limits?: FeedLimits;
  readonly now: () => Instant;
  /** Told when a feed's validity changed. Awaited before the edition is served. */
  readonly onValidity: (tenant: TenantId, feedId: string, validity: Validity) => Promise<void>;
  /** Told when the store would not take that, or an edition; it is tried again. */
  readonly onUnsaid: (error: StoreUnavailableError) => void;
}

interface Shelf {
  edition: Edition | null;
  /** Raised by every change; what is rendered from an older one is stale. */
  generation: number;
  renderedAs: number;
  lastSaid: string | null;
  /** Items (and their revisions) that the current stretch of invalidity was said of. */
  told: Set<string>;
  rendering: Promise<void> | null;
  /** What the last rendering came to and nobody has been told yet. */
  unsaid: Validity | null;
  /** A new edition that does not outlive the process yet. */
  unkept: Edition | null;
  recording: Promise<void> | null;
}

export interface Library {
  /** The newest valid edition. Null: no such feed. `edition: null`: it has never been valid. */
  edition(tenant: TenantId, feedId: string): Promise<{ readonly edition: Edition | null } | null>;
  /** Marks what the changes touch as stale. */
  noteChanges(tenant: TenantId, changes: Changes): void;
  /** Forgets the tenant's editions, here and in the store. Resolves once that is durable. */
  noteErasure(tenant: TenantId): Promise<void>;
}

/** Where the rendering fails, the last valid edition stays on the shelf; after a restart it comes from the store. */
export function createLibrary({
  store,
  limits = DEFAULT_LIMITS,
  now,
  onValidity,
  onUnsaid,
}: LibraryOptions): Library {
  const shelves = new Map<string, Shelf>();

  const shelfOf = (tenant: TenantId, feedId: string): Shelf => {
    const name = JSON.stringify([tenant, feedId]);
    let shelf = shelves.get(name);
    if (shelf === undefined) {
      shelf = {
        edition: null,
        generation: 1,
        renderedAs: 0,
        lastSaid: null,
        told: new Set(),
        rendering: null,
        unsaid: null,
        unkept: null,
        recording: null,
      };
      shelves.set(name, shelf);
    }
    return shelf;
  };

  async function render(
    tenant: TenantId,
    feedId: string,
    shelf: Shelf,
    record: FeedRecord,
  ): Promise<void> {
    const generation = shelf.generation;
    const asOf = now();
    const range = { prefix: itemsOf(feedId), limit: record.max_items };
    const snapshot = await store.load(tenant, [{ range }, { doc: lastRemovalKey(feedId) }]);
    const items = snapshot.range(range).map(itemOf).sort(newestFirst);
    const updatedAt = latest([
      record.feed.updated_at,
      ...items.flatMap(datesOf),
      snapshot.doc(lastRemovalKey(feedId))?.text,
    ]);
    const feed = {
      ...channelOf(record),
      updated_at: updatedAt,
      entries: items.map(({ entry }) => entry),
    };
    const targets = items.map(targetOfItem);
    const result = renderRss(feed, limits);
    if (result.ok) {
      const rendered = prepareFeed(result.bytes, updatedAt);
      shelf.edition = { record, rendered, targets, asOf };
      shelf.unkept = shelf.edition;
      // From empty to not empty is news of the feed, too: now there is something to read (§12.2 "Feed published").
      const said = targets.length > 0 ? "valid" : "valid:empty";
      const { etag } = rendered.representations.identity;
      shelf.unsaid = { valid: true, said, etag, items: targets.length, targets, updatedAt };
    } else {
      const said = `invalid:${result.problems.map(({ rule, field }) => `${rule}@${field}`).join(",")}`;
      shelf.edition ??= await readEdition(store, tenant, record);
      shelf.unsaid = { valid: false, said, problems: result.problems, targets, updatedAt };
    }
    shelf.renderedAs = generation;
  }

  /** A store that refuses to record what the rendering showed keeps nobody from reading: the next who asks tries again. */
  async function writeDown(tenant: TenantId, feedId: string, shelf: Shelf): Promise<void> {
    const { unsaid, unkept } = shelf;
    try {
      if (unkept !== null) await keepEdition(store, tenant, unkept);
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

  return {
    async edition(tenant, feedId) {
      const key = feedKey(feedId);
      const doc = (await store.load(tenant, [{ doc: key }])).doc(key);
      if (doc === null) return null;
      const shelf = shelfOf(tenant, feedId);
      while (shelf.renderedAs < shelf.generation) {
        // One rendering at a time; a change meanwhile makes it stale and the next round renders again.
        shelf.rendering ??= render(tenant, feedId, shelf, feedOf(doc)).finally(() => {
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
      return { edition: shelf.edition };
    },
    noteChanges(tenant, changes) {
      for (const write of changes.docs ?? []) {
        const [collection, feedId] = "put" in write ? write.put : write.delete;
        if ((collection === "item" || collection === "feed") && feedId !== undefined)
          shelfOf(tenant, feedId).generation += 1;
      }
    },
    async noteErasure(tenant) {
      const theirs = [...shelves]
        .filter(([name]) => (JSON.parse(name) as string[])[0] === tenant)
        .map(([, shelf]) => shelf);
      await Promise.all(
        theirs.map(async (shelf) => {
          shelf.generation += 1;
          // What is under way may still hold what was erased; what begins from here on does not.
          await Promise.allSettled([shelf.rendering]);
          shelf.edition = shelf.unkept = null;
          await Promise.allSettled([shelf.recording]);
        }),
      );
      await dropEditions(store, tenant);
      for (const shelf of theirs) shelf.unkept = shelf.edition;
    },
  };
}

function newestFirst(a: ItemRecord, b: ItemRecord): number {
  const byTime = Date.parse(b.item.published_at) - Date.parse(a.item.published_at);
  return byTime !== 0 ? byTime : a.item.feed_item_id < b.item.feed_item_id ? 1 : -1;
}

const nameOf = ({ subject, evidenceKey }: Target): string => `${subject} ${evidenceKey ?? ""}`;

const datesOf = ({ item }: ItemRecord): (string | null | undefined)[] => [
  item.published_at,
  item.updated_at,
];

function latest(times: readonly (string | null | undefined)[]): string {
  let newest = 0;
  for (const time of times) if (time) newest = Math.max(newest, Date.parse(time));
  return new Date(newest).toISOString();
}

/** A fetch says something about this version of the item, in the item's own case. */
const targetOfItem = ({
  item,
  revision,
  correlation,
  action_surface: surface,
}: ItemRecord): Target => ({
  subject: item.feed_item_id,
  method: "publication",
  correlation,
  payload: item.payload_ref ?? null,
  actionSurface: surface,
  endpoint: { endpoint_id: item.feed_id, endpoint_type: "rss_feed" },
  evidenceKey: `revision:${revision}`,
});
