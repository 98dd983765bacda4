import { z } from "zod";
import { EventType } from "./event-type.ts";
import { EvidenceGradeMaximum } from "./evidence-grade.ts";
import { lines, provable } from "./fields.ts";

/** §9.3: the strongest evidence the adapter can provide as configured. */
export const EvidenceCeiling = z
  .strictObject({
    max_positive_event: EventType.describe("The strongest positive event the adapter can emit."),
    max_positive_strength: z
      .enum(["none", "weak", "medium", "strong", "conclusive", "unknown"])
      .describe("The greatest strength a positive event can have."),
    can_prove_human_awareness: provable("Whether human awareness can be proven."),
    can_prove_payload_access: provable("Whether access to the payload can be proven."),
    can_prove_payload_delivery: provable("Whether delivery of the payload can be proven."),
    can_prove_identity: provable("Whether the actor's identity can be proven."),
    can_prove_authority: provable("Whether the actor's authority can be proven."),
    can_prove_non_repudiation: provable("Whether an event could not be denied later."),
    conditions: lines("What the ceiling depends on."),
    limitations: lines("What lies beyond the ceiling."),
    max_grade: z
      ._default(z.record(EventType, EvidenceGradeMaximum), () => ({}))
      .describe("Additive to 1.1: the strongest grade of each event type, dimension by dimension."),
  })
  .meta({
    id: "EvidenceCeiling",
    description:
      "The strongest evidence the adapter can provide as configured (AdapterInterfaceSpecification §9.3).",
  });
export type EvidenceCeiling = z.infer<typeof EvidenceCeiling>;
