import { z } from "zod";
import { lines } from "./fields.ts";
import { Certainty, EvidenceStrength } from "./grades.ts";

/** §13: what an event can reasonably support, in eight dimensions. */
export const EvidenceGrade = z
  .strictObject({
    strength: EvidenceStrength.describe("How strongly the event supports its normalised meaning."),
    actor_certainty: Certainty.describe("How certain it is who acted."),
    authority_certainty: Certainty.describe(
      "How certain it is that the actor was entitled to act.",
    ),
    payload_certainty: Certainty.describe("How certain it is which payload was concerned."),
    interaction_certainty: Certainty.describe("How certain it is that someone interacted."),
    timing_certainty: Certainty.describe("How certain it is when it happened."),
    channel_certainty: Certainty.describe("How certain it is that the channel did its part."),
    non_repudiation_strength: Certainty.describe("How hard it would be to deny the event."),
    notes: lines("What limits the grade."),
  })
  .meta({
    id: "EvidenceGrade",
    description: "What an event can reasonably support (AdapterInterfaceSpecification §13).",
  });
export type EvidenceGrade = z.infer<typeof EvidenceGrade>;

/** The eight graded dimensions without notes: the most a row or an event may claim. */
export const EvidenceGradeMaximum = EvidenceGrade.omit({ notes: true }).meta({
  id: "EvidenceGradeMaximum",
  description:
    "Additive to 1.1: the strongest grade allowed, dimension by dimension, for one event type.",
});
export type EvidenceGradeMaximum = z.infer<typeof EvidenceGradeMaximum>;
