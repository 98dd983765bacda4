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

/** What outlives the process. */
export interface KeptDates {
  /** Of the main document. */
  readonly modified: Instant;
  /** The latest date that any document of the feed was given. */
  readonly changed: Instant;
}

/** The main document as the process before left it, which did not say how the feed's other documents were. */
export interface KnownDates extends KeptDates {
  readonly document: string;
  readonly etag: string;
}

export interface Dates {
  /** Of the newest change. */
  readonly changed: Instant;
  /** Something changed; which documents it changed is seen by their ETags. */
  noteChange(at: Instant): void;
  /** Documents are served: dates that are not ahead of `at` may be told. */
  noteServed(at: Instant): void;
  /**
   * The document's date: as it was while its ETag is as it was, else that of the newest change.
   * @param remember whether it is worth a place among those that are remembered
   */
  of(document: string, etag: string, remember: boolean): Instant;
}

/** @param most documents remembered; what is beyond is as new as the feed */
export function createDates(most: number, known: KnownDates | null): Dates {
  const dates = new Map<string, { readonly etag: string; readonly modified: Instant }>();
  if (known !== null) dates.set(known.document, known);
  let changed = known?.changed ?? 0;
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
    of(document, etag, remember) {
      const before = dates.get(document);
      if (before?.etag === etag) return before.modified;
      if (before !== undefined || (remember && dates.size < most))
        dates.set(document, { etag, modified: changed });
      return changed;
    },
  };
}
