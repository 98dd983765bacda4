/**
 * Time, randomness and identifiers come in as arguments: a run with the same seed and clock is the same run.
 */

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

export type TenantId = string;
export type OperationId = string;
/** What a timeline and an assessment are about: a message, a feed item, an endpoint. */
export type SubjectId = string;

export interface Clock {
  now(): Instant;
  /** Calls back once at or after `at`; the returned function cancels. */
  wakeAt(at: Instant, callback: () => void): () => void;
}

export interface Ids {
  /** A fresh identifier that cannot be guessed: `<prefix>_<26 base32 characters>`; later ones may sort after earlier ones. */
  next(prefix: string): string;
}

/** RFC 3339 in UTC with milliseconds. */
export function timestamp(at: Instant): string {
  // One step names its instant several times.
  if (at !== lastAt) {
    lastText = new Date(at).toISOString();
    lastAt = at;
  }
  return lastText;
}
let lastAt = Number.NaN;
let lastText = "";
