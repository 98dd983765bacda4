import { z } from "zod";
import { id, lines, name, optional, reference, text } from "./fields.ts";
import { ConfidenceLevel } from "./grades.ts";

/** §17: advisory. `success` is the channel's own, never the coordination case's. */
export const AdapterEvidenceAssessment = z
  .strictObject({
    subject_ref: reference("What the assessment is about."),
    coordination_case_id: optional(id(""), "The case the subject belongs to."),
    participant_id: optional(id(""), "The participant the subject concerns."),
    adapter_id: id("The adapter that assesses."),
    category: z
      .enum(["success", "fail", "undef"])
      .describe("The adapter's view; not the state of the case."),
    subclass: name("The adapter's own class, such as success.delivered."),
    confidence: ConfidenceLevel.describe("How sure the adapter is of its view."),
    strongest_signal: optional(text(""), "The strongest event the view rests on."),
    evidence_summary: lines("The evidence the view rests on."),
    recommended_coordination_interpretation: optional(text(""), "How the engine may read it."),
    limitations: lines("What the view does not show."),
  })
  .meta({
    id: "AdapterEvidenceAssessment",
    description:
      "The adapter's advisory view of its own evidence (AdapterInterfaceSpecification §17).",
  });
export type AdapterEvidenceAssessment = z.infer<typeof AdapterEvidenceAssessment>;
