import type { StoredNative } from "./native.ts";

/** Whom an operator means who asks for an erasure. Pure. */
export interface Erasable<T extends string = string> {
  /** The keys that a text stands for: a person's key itself, or an address. Null: it is neither. */
  readonly keysOf: (given: string) => readonly string[] | null;
  /**
   * The key of the person whom a recorded native event is of, asked of those that stand in an endpoint's timeline. Null: of
   * nobody, or of no single person (a room).
   */
  readonly personIn: (native: StoredNative<T>) => string | null;
  /** What may be given, as a refusal says it: "the JID, or …". */
  readonly accepts: string;
}
