import type { Instant } from "@underclaim/runtime";

/** What somebody said at a time. Null: at no known time, so before everything that has one. */
interface Statement {
  readonly at: Instant | null;
}

/**
 * Of two statements the later. At one time the heavier; equally heavy, always the same one: what stands must not depend on
 * the order in which statements arrive.
 */
export function later<T extends Statement>(
  a: T | null,
  b: T | null,
  weight: (statement: T) => number,
): T | null {
  if (a === null || b === null) return a ?? b;
  const order = timeOf(a) === timeOf(b) ? weight(a) - weight(b) : timeOf(a) > timeOf(b) ? 1 : -1;
  if (order !== 0) return order > 0 ? a : b;
  return JSON.stringify(a) >= JSON.stringify(b) ? a : b;
}

const timeOf = ({ at }: Statement): number => at ?? Number.NEGATIVE_INFINITY;

/** Strictly: of a permission and a prohibition at one time the prohibition stands. */
export const isAfter = (a: Statement | null, b: Statement): boolean =>
  a !== null && timeOf(a) > timeOf(b);

export const isOver = (expiresAt: Instant | null, now: Instant): boolean =>
  expiresAt !== null && expiresAt <= now;
