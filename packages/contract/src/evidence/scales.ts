import type { EvidenceGrade } from "../schema/evidence-grade.ts";

/**
 * The positive strengths, weakest first. `negative` and `ambiguous` are not on this scale:
 * a failure is not a weaker success (AdapterInterfaceSpecification §13).
 */
export const STRENGTH_SCALE = ["none", "weak", "medium", "strong", "conclusive"] as const;
export type PositiveStrength = (typeof STRENGTH_SCALE)[number];
export type Strength = EvidenceGrade["strength"];

/** The certainties, weakest first. */
export const CERTAINTY_SCALE = ["none", "low", "medium", "high"] as const;
export type Certainty = (typeof CERTAINTY_SCALE)[number];

/** The seven dimensions of a grade that are measured on {@link CERTAINTY_SCALE}. */
export const CERTAINTY_DIMENSIONS = [
  "actor_certainty",
  "authority_certainty",
  "payload_certainty",
  "interaction_certainty",
  "timing_certainty",
  "channel_certainty",
  "non_repudiation_strength",
] as const;
export type CertaintyDimension = (typeof CERTAINTY_DIMENSIONS)[number];

/** Every dimension of a grade. */
export const DIMENSIONS = ["strength", ...CERTAINTY_DIMENSIONS] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export function isPositive(strength: Strength): strength is PositiveStrength {
  return strength !== "negative" && strength !== "ambiguous";
}

/**
 * The weaker of two strengths: both positive, the lesser; equal, the same; otherwise `ambiguous`.
 * `ambiguous` is therefore below everything: it claims nothing in either direction. So does a word
 * that is no strength, which untyped callers and adapters in other languages may bring.
 */
export function meetStrength(a: Strength, b: Strength): Strength {
  if (!isStrength(a) || !isStrength(b)) return "ambiguous";
  if (a === b) return a;
  if (!isPositive(a) || !isPositive(b)) return "ambiguous";
  return STRENGTH_SCALE.indexOf(a) < STRENGTH_SCALE.indexOf(b) ? a : b;
}

const isStrength = (word: Strength): boolean => !isPositive(word) || STRENGTH_SCALE.includes(word);

/** The lesser of two certainties; `none` where a word is no certainty. */
export function meetCertainty(a: Certainty, b: Certainty): Certainty {
  return (
    CERTAINTY_SCALE[Math.min(CERTAINTY_SCALE.indexOf(a), CERTAINTY_SCALE.indexOf(b))] ?? "none"
  );
}

/**
 * Whether a strength says more than a bound allows: it does unless it is its own meet with the
 * bound. So `negative` is within a bound of `negative` alone, a positive strength (and `none`) is
 * within no bound off the scale, and `ambiguous` is within every bound. A word that is no strength is within none, and bounds
 * nothing.
 */
export function strengthExceeds(strength: Strength, bound: Strength): boolean {
  return meetStrength(strength, bound) !== strength;
}

/** Whether a certainty says more than a bound allows. A word that is no certainty is within none, and bounds nothing. */
export function certaintyExceeds(certainty: Certainty, bound: Certainty): boolean {
  return meetCertainty(certainty, bound) !== certainty || !CERTAINTY_SCALE.includes(bound);
}
