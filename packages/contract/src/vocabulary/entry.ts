import type { EventFamily } from "./families.ts";

/** What one event type says, read as conservatively as the specification allows. */
export interface EventMeaning {
  readonly meaning: string;
  readonly doesNotMean: readonly string[];
  /** Set where the specification tells adapters to avoid the type. */
  readonly discouraged?: { readonly reason: string; readonly useInstead: string };
}

export interface VocabularyEntry extends EventMeaning {
  readonly type: string;
  readonly family: EventFamily;
  readonly source: string;
}

/** The meanings of one family's event types; every key begins with the family. */
export function meanings<
  F extends EventFamily,
  const T extends Record<`${F}.${string}`, EventMeaning>,
>(_family: F, table: T): T {
  return table;
}
