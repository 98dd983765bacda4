// What is known of the parts of a message (SegmentBook). Its states form a semilattice: order and repetition of what was told
// cannot matter.
import type { SegmentBook } from "./documents.ts";
import type { SegmentState } from "../native/types.ts";

/** `conflicting`: one part was reported as delivered and as not delivered. */
export type PartState = SegmentState | "conflicting";
/** What the parts come to; null: not all have come to an end. */
export type BookOutcome = "delivered" | "undelivered" | "partial" | null;

/** Each contains what stands before it, but for the two ends, which only `conflicting` contains both of. */
const RANK: Readonly<Record<PartState, number>> = {
  pending: 0,
  unknown: 1,
  delivered: 2,
  failed: 2,
  conflicting: 3,
};

export function joinStates(a: PartState, b: PartState): PartState {
  if (a === b) return a;
  if (RANK[a] === RANK[b]) return "conflicting";
  return RANK[a] > RANK[b] ? a : b;
}

const PARTS: ReadonlySet<string> = new Set(Object.keys(RANK));
const isState = (value: string): value is PartState => PARTS.has(value);
/** A book of a later version may know states that this one does not. */
const stateIn = (value: string | undefined): PartState =>
  value !== undefined && isState(value) ? value : "pending";

/** The book with what one receipt said of one part. */
export function withPart(
  book: SegmentBook,
  part: string,
  state: SegmentState,
  count: number,
): SegmentBook {
  const before = stateIn(book.states[part]);
  return {
    ...book,
    count: Math.max(book.count, count),
    states: { ...book.states, [part]: joinStates(before, state) },
  };
}

export function outcomeOf({ count, states }: Pick<SegmentBook, "count" | "states">): BookOutcome {
  const told = Object.values(states).map(stateIn);
  const ended = told.filter((state) => RANK[state] >= RANK.delivered);
  if (count === 0 || ended.length < count) return null;
  if (ended.every((state) => state === "delivered")) return "delivered";
  if (ended.every((state) => state === "failed")) return "undelivered";
  return "partial";
}
