import { UnderclaimError } from "../errors.ts";
import type { MappingConfidence, MappingRow } from "../mapping/row.ts";
import { meetGrade, unionOf } from "./grade.ts";

const CONFIDENCE_SCALE: readonly MappingConfidence[] = ["low", "medium", "high"];
const OR = " / or: ";

/** The candidates of an ambiguous native event have no interpretation in common. */
export class WeakestSafeError extends UnderclaimError {}

export interface WeakestSafeOptions {
  /** The event type to report where the candidates name several: the weakest one, said outright. */
  readonly event?: string;
  /** The most confidence that an ambiguous row may carry. Default `medium`. */
  readonly confidence?: "low" | "medium";
  /** Replaces the joined meanings of the candidates. */
  readonly meaning?: string;
}

/**
 * The weakest interpretation that holds whichever candidate is true
 * (AdapterInterfaceSpecification §5): the meet of the grades, the least confidence, everything that
 * any candidate does not mean, and `ambiguous: true`. Commutative, associative and idempotent, up
 * to the order of lists; never stronger than any candidate.
 *
 * @throws WeakestSafeError without candidates, or where they name several event types and
 *   `options.event` does not say which is the weakest.
 */
export function weakestSafe(
  candidates: readonly MappingRow[],
  options: WeakestSafeOptions = {},
): MappingRow {
  const [first, ...rest] = candidates;
  if (first === undefined) {
    throw new WeakestSafeError(
      "weakest_safe_without_candidates",
      "weakestSafe needs at least one candidate row: list what the native event may mean.",
    );
  }
  const event = options.event ?? commonEvent(candidates);
  const met = rest.reduce(meetRows, meetRows(first, first));
  return {
    ...met,
    event,
    meaning: options.meaning ?? met.meaning,
    confidence: lesserConfidence(met.confidence, options.confidence ?? "medium"),
    ambiguous: true,
  };
}

function commonEvent(candidates: readonly MappingRow[]): string {
  const events = unionOf(candidates.map((row) => row.event));
  if (events.length === 1 && events[0] !== undefined) return events[0];
  throw new WeakestSafeError(
    "weakest_safe_needs_event",
    `The candidates name several event types (${events.join(", ")}): say in options.event which is the weakest.`,
  );
}

function meetRows(a: MappingRow, b: MappingRow): MappingRow {
  return {
    event: a.event,
    grade: meetGrade(a.grade, b.grade),
    confidence: lesserConfidence(a.confidence, b.confidence),
    meaning: joined(a.meaning, b.meaning),
    scope: a.scope === b.scope ? a.scope : "unknown",
    terminal: a.terminal && b.terminal,
    retryable: a.retryable === b.retryable ? a.retryable : undefined,
    ambiguous: true,
    acceptance: meetAcceptance(a.acceptance, b.acceptance),
    doesNotMean: unionOf(a.doesNotMean, b.doesNotMean),
    requiredFeatures: unionOf(a.requiredFeatures ?? [], b.requiredFeatures ?? []),
    warning:
      a.warning === undefined || b.warning === undefined
        ? (a.warning ?? b.warning)
        : joined(a.warning, b.warning),
    examples: unionOf(a.examples ?? [], b.examples ?? []),
    clause: joined(a.clause, b.clause),
    basis: unionOf(a.basis ?? [], b.basis ?? []),
  };
}

/** A row without acceptance semantics counts as knowing nothing of level and finality. */
function meetAcceptance(
  a: MappingRow["acceptance"],
  b: MappingRow["acceptance"],
): MappingRow["acceptance"] {
  if (a === undefined && b === undefined) return undefined;
  return {
    acceptance_level:
      a !== undefined && a.acceptance_level === b?.acceptance_level
        ? a.acceptance_level
        : "unknown",
    finality: a !== undefined && a.finality === b?.finality ? a.finality : "unknown",
    does_not_mean: unionOf(a?.does_not_mean ?? [], b?.does_not_mean ?? []),
  };
}

function lesserConfidence(a: MappingConfidence, b: MappingConfidence): MappingConfidence {
  return CONFIDENCE_SCALE.indexOf(a) < CONFIDENCE_SCALE.indexOf(b) ? a : b;
}

/** Sorted, so that a text does not depend on the order of the candidates. */
function joined(a: string, b: string): string {
  return unionOf(a.split(OR), b.split(OR)).toSorted().join(OR);
}
