// What the process holds of each feed: its editions, and what of them is stale or not written down yet.
import type { Instant, TenantId } from "@underclaim/runtime";
import type { Dates } from "./dating.ts";
import type { Edition, MainEdition } from "./edition.ts";
import type { FeedRecord } from "./feed-record.ts";
import { NOTHING_SAID, type Said, type Validity } from "./verdict.ts";

export interface Shelf {
  record: FeedRecord | null;
  edition: MainEdition | null;
  /** The edition's other documents, by view; made when somebody asks. */
  views: Map<string, Edition>;
  /** Raised by every change; what is rendered from an older one is stale. */
  generation: number;
  renderedAs: number;
  /** The generation of the newest erasure; what is rendered from an older one may hold what was erased. */
  erasedAs: number;
  /** When a change was last noted; at first, when nobody was served yet. */
  changedAt: Instant;
  /** Of the edition's documents. Null: not read yet. */
  dates: Dates | null;
  said: Said;
  rendering: Promise<void> | null;
  /** What the last rendering came to and nobody has been told yet. */
  unsaid: Validity | null;
  /** A new edition that does not outlive the process yet. */
  unkept: MainEdition | null;
  recording: Promise<void> | null;
}

export interface Shelves {
  get(tenant: TenantId, feedId: string): Shelf | undefined;
  /** The shelf, made where there is none. */
  of(tenant: TenantId, feedId: string): Shelf;
  all(tenant: TenantId): Shelf[];
}

export function createShelves(now: () => Instant): Shelves {
  const shelves = new Map<TenantId, Map<string, Shelf>>();
  return {
    get: (tenant, feedId) => shelves.get(tenant)?.get(feedId),
    of(tenant, feedId) {
      let theirs = shelves.get(tenant);
      if (theirs === undefined) shelves.set(tenant, (theirs = new Map<string, Shelf>()));
      let shelf = theirs.get(feedId);
      if (shelf === undefined) theirs.set(feedId, (shelf = emptyShelf(now())));
      return shelf;
    },
    all: (tenant) => [...(shelves.get(tenant)?.values() ?? [])],
  };
}

const emptyShelf = (changedAt: Instant): Shelf => ({
  record: null,
  edition: null,
  views: new Map(),
  generation: 1,
  renderedAs: 0,
  erasedAs: 0,
  changedAt,
  dates: null,
  said: NOTHING_SAID,
  rendering: null,
  unsaid: null,
  unkept: null,
  recording: null,
});

export const isStale = ({ renderedAs, generation }: Shelf): boolean => renderedAs < generation;

export const isUnrecorded = ({ unsaid, unkept }: Shelf): boolean =>
  unsaid !== null || unkept !== null;

/** Whatever is served of the feed from now on shows what happened at `at`. */
export function makeStale(shelf: Shelf, at: Instant): void {
  shelf.generation += 1;
  shelf.changedAt = at;
}

/** What is held may hold what was erased, and what is being rendered, too. */
export function makeErased(shelf: Shelf, at: Instant): void {
  makeStale(shelf, at);
  shelf.erasedAs = shelf.generation;
  shelf.edition = shelf.unkept = null;
  shelf.views = new Map();
}

export const isErased = ({ erasedAs }: Shelf, generation: number): boolean => generation < erasedAs;
