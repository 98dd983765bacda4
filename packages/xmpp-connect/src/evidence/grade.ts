import type { Certainty, EvidenceGrade } from "@underclaim/contract";

interface Certainties {
  readonly actor: Certainty;
  readonly authority: Certainty;
  readonly payload: Certainty;
  readonly interaction: Certainty;
  readonly timing: Certainty;
  readonly channel: Certainty;
  readonly nonRepudiation: Certainty;
}

/** A grade of which everything not named is `none`. */
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
