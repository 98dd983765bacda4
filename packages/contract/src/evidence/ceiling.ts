import type { EvidenceCeiling } from "../schema/evidence-ceiling.ts";
import type { EvidenceGradeMaximum } from "../schema/evidence-grade.ts";
import { capabilityBounds } from "./capability-bounds.ts";
import { exceeds } from "./grade.ts";
import { type Dimension, isPositive, type Strength, strengthExceeds } from "./scales.ts";
import type { Violation } from "./violation.ts";

/** A grade that says more than the ceiling allows, in one dimension. */
export interface CeilingViolation extends Violation {
  readonly row: string;
  readonly eventType: string;
  readonly dimension: Dimension;
  readonly declared: string;
  readonly claimed: string;
}

/**
 * Every dimension in which a grade of `eventType` is above the ceiling, for each of three reasons:
 *
 * - `ceiling.max_grade`: above the event type's own declared maximum;
 * - `ceiling.max_positive_strength`: a positive strength above the adapter's strongest. The
 *   maximum `unknown` allows no more than `weak`;
 * - `ceiling.can_prove_*`: above what the capability leaves (see {@link capabilityBounds}).
 *
 * @param row who claims it, for the message: a mapping row or an event id
 */
export function checkGrade(
  row: string,
  eventType: string,
  grade: EvidenceGradeMaximum,
  ceiling: EvidenceCeiling,
): CeilingViolation[] {
  const violation = (rule: string, dimension: Dimension, declared: string): CeilingViolation => ({
    rule,
    row,
    eventType,
    dimension,
    declared,
    claimed: grade[dimension],
    message:
      `${row} (${eventType}) claims ${dimension} "${grade[dimension]}", ` +
      `but ${rule} allows at most "${declared}": lower the row, or prove the ceiling.`,
  });

  const violations: CeilingViolation[] = [];
  const max = ceiling.max_grade[eventType];
  if (max !== undefined) {
    for (const dimension of exceeds(grade, max)) {
      violations.push(violation("ceiling.max_grade", dimension, max[dimension]));
    }
  }
  const strongest = strongestPositive(ceiling);
  if (isPositive(grade.strength) && strengthExceeds(grade.strength, strongest)) {
    violations.push(violation("ceiling.max_positive_strength", "strength", strongest));
  }
  for (const bound of capabilityBounds(eventType, ceiling)) {
    const applies = bound.dimension !== "strength" || isPositive(grade.strength);
    if (applies && exceeds(grade, { [bound.dimension]: bound.most }).length > 0) {
      violations.push(violation(`ceiling.${bound.capability}`, bound.dimension, bound.most));
    }
  }
  return violations;
}

/** What the ceiling itself declares in `max_grade` against its own strength and capabilities. */
export function checkCeiling(ceiling: EvidenceCeiling): CeilingViolation[] {
  return Object.entries(ceiling.max_grade).flatMap(([eventType, grade]) =>
    checkGrade(`max_grade.${eventType}`, eventType, grade, ceiling),
  );
}

function strongestPositive(ceiling: EvidenceCeiling): Strength {
  return ceiling.max_positive_strength === "unknown" ? "weak" : ceiling.max_positive_strength;
}
