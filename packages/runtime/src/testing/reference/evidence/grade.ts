import type { EvidenceGrade } from "@underclaim/contract";

/** A grade of which everything not named is `none`. */
export const grade = (
  strength: EvidenceGrade["strength"],
  rest: Partial<Omit<EvidenceGrade, "strength">> = {},
): EvidenceGrade => ({
  strength,
  actor_certainty: "none",
  authority_certainty: "none",
  payload_certainty: "none",
  interaction_certainty: "none",
  timing_certainty: "none",
  channel_certainty: "none",
  non_repudiation_strength: "none",
  notes: [],
  ...rest,
});
