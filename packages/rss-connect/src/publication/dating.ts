// When a feed's documents last changed, as Last-Modified tells it (RFC 9110 §8.8.2).
import type { Instant } from "@underclaim/runtime";

const SECOND = 1_000;

/**
 * The date of a change at `at`: the first whole second after it, so that neither a Last-Modified nor the Date of an answer
 * from before the change equals it (RFC 9110 §8.8.2.2), and later than a date that was told `before`, whatever the clock
 * says. It is not to be sent before that second has come (§8.8.2.1).
 */
export const dateOfChange = (at: Instant, before: Instant | null = null): Instant =>
  Math.max((Math.floor(at / SECOND) + 1) * SECOND, before === null ? 0 : before + SECOND);

/** A document that was served, and since when it is as it is. */
export interface DatedDocument {
  readonly document: string;
  readonly etag: string;
  readonly modified: Instant;
}

/** What outlives the process. */
export interface KnownDates {
  /** The latest date that any document of the feed was given. */
  readonly changed: Instant;
  readonly documents: readonly DatedDocument[];
}

export interface Dates {
  /** Of the newest change. */
  readonly changed: Instant;
  /** Something changed; which documents it changed is seen by their ETags. */
  noteChange(at: Instant): void;
  /** Documents are served: dates that are not ahead of `at` may be told. */
  noteServed(at: Instant): void;
  /** The document's date: as it was while its ETag is as it was, else that of the newest change. */
  of(document: string, etag: string): Instant;
  /** The same of a document that is as new as the feed whenever somebody asks. */
  ofUnremembered(document: string): Instant;
  /** What is remembered of the document otherwise than it outlives the process; `etag: null`: nothing is any more. */
  unkept(
    document: string,
  ): DatedDocument | { readonly document: string; readonly etag: null } | null;
  /** It outlives the process now. */
  noteKept(document: string, date: Pick<DatedDocument, "etag" | "modified"> | null): void;
  /** Nothing outlives the process any more. */
  noteLost(): void;
}

/** @param most documents remembered; what is beyond is as new as the feed */
export function createDates(most: number, known: KnownDates): Dates {
  const dates = new Map(known.documents.map((each) => [each.document, each]));
  /** As they outlive the process. */
  const kept = new Map<string, Pick<DatedDocument, "etag" | "modified">>(
    known.documents.map((each) => [each.document, each]),
  );
  let { changed } = known;
  let served = changed;
  return {
    get changed() {
      return changed;
    },
    noteChange(at) {
      // A date that nobody was told may stay: a busy feed's must not run ahead of the clock.
      changed = changed <= served ? dateOfChange(at, changed) : Math.max(dateOfChange(at), changed);
    },
    noteServed(at) {
      served = Math.max(served, at);
    },
    of(document, etag) {
      const before = dates.get(document);
      if (before?.etag === etag) return before.modified;
      if (before !== undefined || dates.size < most)
        dates.set(document, { document, etag, modified: changed });
      return changed;
    },
    ofUnremembered(document) {
      dates.delete(document);
      return changed;
    },
    unkept(document) {
      const standing = dates.get(document);
      const outlives = kept.get(document);
      if (standing === undefined) return outlives === undefined ? null : { document, etag: null };
      // As it was before, it may have been otherwise meanwhile.
      return standing.etag === outlives?.etag && standing.modified === outlives.modified
        ? null
        : standing;
    },
    noteKept(document, date) {
      if (date === null) kept.delete(document);
      else kept.set(document, date);
    },
    noteLost() {
      kept.clear();
    },
  };
}
