import type { EvidenceGrade, EvidenceGradeMaximum } from "../schema/evidence-grade.ts";
import type { Certainty } from "../schema/grades.ts";
import {
  CERTAINTY_DIMENSIONS,
  certaintyExceeds,
  type Dimension,
  DIMENSIONS,
  meetCertainty,
  meetStrength,
  strengthExceeds,
} from "./scales.ts";

/** An upper bound on a grade: the dimensions that are left out are not bounded. */
export type GradeBound = Partial<EvidenceGradeMaximum> & {
  readonly notes?: readonly string[];
};

interface Certainties {
  readonly actor: Certainty;
  readonly authority: Certainty;
  readonly payload: Certainty;
  readonly interaction: Certainty;
  readonly timing: Certainty;
  readonly channel: Certainty;
  readonly nonRepudiation: Certainty;
}

/** A grade as tables of them write it (AdapterInterfaceSpecification §13): what is not named is `none`. */
export const grade = (
  strength: EvidenceGrade["strength"],
  of: Partial<Certainties>,
  notes: string[],
): EvidenceGrade => ({
  strength,
  actor_certainty: of.actor ?? "none",
  authority_certainty: of.authority ?? "none",
  payload_certainty: of.payload ?? "none",
  interaction_certainty: of.interaction ?? "none",
  timing_certainty: of.timing ?? "none",
  channel_certainty: of.channel ?? "none",
  non_repudiation_strength: of.nonRepudiation ?? "none",
  notes,
});

/** The dimensions in which `grade` says more than `max` allows. Empty: the grade is within it. */
export function exceeds(grade: EvidenceGradeMaximum, max: GradeBound): Dimension[] {
  const over: Dimension[] = CERTAINTY_DIMENSIONS.filter((dimension) => {
    const bound = max[dimension];
    return bound !== undefined && certaintyExceeds(grade[dimension], bound);
  });
  if (max.strength !== undefined && strengthExceeds(grade.strength, max.strength)) {
    over.unshift("strength");
  }
  return over;
}

/** The greatest grade that exceeds neither: the meet of each dimension. Notes are a set. */
export function meetGrade(a: EvidenceGrade, b: EvidenceGrade): EvidenceGrade {
  return lowerGrade(a, b);
}

/** The grade, lowered where the cap is lower; it never comes out stronger. */
export function lowerGrade(grade: EvidenceGrade, cap: GradeBound): EvidenceGrade {
  const lowered: EvidenceGrade = { ...grade, notes: unionOf(grade.notes, cap.notes ?? []) };
  if (cap.strength !== undefined) lowered.strength = meetStrength(grade.strength, cap.strength);
  for (const dimension of CERTAINTY_DIMENSIONS) {
    const bound = cap[dimension];
    if (bound !== undefined) lowered[dimension] = meetCertainty(grade[dimension], bound);
  }
  return lowered;
}

/** The same claim in every dimension; notes explain a grade and are not compared. */
export function sameGrade(a: EvidenceGradeMaximum, b: EvidenceGradeMaximum): boolean {
  return DIMENSIONS.every((dimension) => a[dimension] === b[dimension]);
}

/** The members of both lists, each once, in order of first appearance. */
export function unionOf<T>(...lists: readonly (readonly T[])[]): T[] {
  return [...new Set(lists.flat())];
}
