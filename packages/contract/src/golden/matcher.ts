/** A place where an actual value does not show what was expected. */
export interface Difference {
  /** JSONPath-like place, e.g. `evidence_grade.strength` or `provider_refs[0]`. */
  readonly path: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** An expected value that stands for any value that is there. */
export const ANY = "{{any}}";

/**
 * Where `actual` lacks what `expected` names; empty: it matches. Objects match as subsets. A list
 * matches where each expected member is found in a different actual one, in any order; an empty
 * list matches only an empty or absent one. Timestamps match as instants. `null` matches null and absent, `{{any}}` whatever is
 * there.
 */
export function differences(expected: unknown, actual: unknown, path = ""): Difference[] {
  const difference = [{ path: path || "(whole)", expected, actual }];
  if (expected === ANY) return actual === undefined || actual === null ? difference : [];
  if (expected === null) return actual === undefined || actual === null ? [] : difference;
  if (Array.isArray(expected)) return listDifferences(expected, actual, path);
  if (isObject(expected)) {
    if (!isObject(actual)) return difference;
    return Object.entries(expected).flatMap(([key, value]) =>
      differences(value, actual[key], path === "" ? key : `${path}.${key}`),
    );
  }
  return Object.is(expected, actual) || sameInstant(expected, actual) ? [] : difference;
}

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Adapters in other languages write the same instant with other fractions or offsets. */
function sameInstant(expected: unknown, actual: unknown): boolean {
  const texts = [expected, actual];
  if (!texts.every((text) => typeof text === "string" && RFC_3339.test(text))) return false;
  return Date.parse(String(expected)) === Date.parse(String(actual));
}

function listDifferences(expected: unknown[], actual: unknown, path: string): Difference[] {
  const whole = [{ path: path || "(whole)", expected, actual }];
  if (expected.length === 0) {
    return actual === undefined || (Array.isArray(actual) && actual.length === 0) ? [] : whole;
  }
  if (!Array.isArray(actual)) return whole;
  return matchMultiset(expected, actual).missing.flatMap((missing): Difference[] =>
    missing.closest === undefined || !isObject(missing.expected)
      ? [{ path: `${path}[${missing.index}]`, expected: missing.expected, actual }]
      : missing.closest.differences.map((each) => ({
          ...each,
          path: `${path}[${missing.index}].${each.path}`,
        })),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export interface MissingMember {
  readonly index: number;
  readonly expected: unknown;
  /** The unmatched actual member that comes nearest, and how it differs. */
  readonly closest?: { readonly index: number; readonly differences: readonly Difference[] };
}

export interface MultisetMatch {
  /** Pairs of expected and actual indices. */
  readonly pairs: readonly (readonly [expected: number, actual: number])[];
  readonly missing: readonly MissingMember[];
  readonly unexpected: readonly { readonly index: number; readonly actual: unknown }[];
}

/**
 * Pairs each expected member with a different actual one that it is a subset of, as many as
 * possible: a loose expectation never takes the only candidate of a stricter one.
 */
export function matchMultiset(
  expected: readonly unknown[],
  actual: readonly unknown[],
): MultisetMatch {
  const table = expected.map((want) => actual.map((got) => differences(want, got)));
  const takenBy = largestMatching(
    table.map((row) => row.flatMap((found, index) => (found.length === 0 ? [index] : []))),
    actual.length,
  );
  const pairs = takenBy.flatMap((by, index) => (by === undefined ? [] : [[by, index] as const]));
  const matched = new Set(pairs.map(([index]) => index));
  const free = actual.flatMap((got, index) =>
    takenBy[index] === undefined ? [{ index, actual: got }] : [],
  );
  const missing = expected.flatMap((want, index) => {
    if (matched.has(index)) return [];
    const closest = free
      .map((candidate) => ({
        index: candidate.index,
        differences: table[index]?.[candidate.index] ?? [],
      }))
      .toSorted((a, b) => rank(a.differences) - rank(b.differences))[0];
    return [closest === undefined ? { index, expected: want } : { index, expected: want, closest }];
  });
  return { pairs, missing, unexpected: free };
}

/** Another event type is farther away than any number of other differences. */
function rank(found: readonly Difference[]): number {
  return found.length + (found.some((each) => each.path === "event_type") ? 1_000 : 0);
}

/** Augmenting paths (Kuhn): for each actual index, the expected index that takes it. */
function largestMatching(
  candidates: readonly (readonly number[])[],
  size: number,
): (number | undefined)[] {
  const takenBy: (number | undefined)[] = Array.from({ length: size });
  const augment = (from: number, seen: Set<number>): boolean => {
    for (const to of candidates[from] ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      const holder = takenBy[to];
      if (holder === undefined || augment(holder, seen)) {
        takenBy[to] = from;
        return true;
      }
    }
    return false;
  };
  for (const from of candidates.keys()) augment(from, new Set());
  return takenBy;
}
