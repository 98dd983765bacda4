import { z } from "zod";
import { EventType } from "./event-type.ts";
import { EvidenceGrade } from "./evidence-grade.ts";
import { lines, name, optional, text } from "./fields.ts";
import { ConfidenceLevel } from "./grades.ts";

/** §15: one row of the native-to-normalised table. */
export const NativeStatusMapping = z
  .strictObject({
    native_status: z.string().min(1).max(1024).describe("The status as the source gives it."),
    native_event_type: optional(name(""), "The native event type it appears in."),
    native_status_scope: z
      .enum([
        "provider",
        "endpoint",
        "transport",
        "interaction",
        "delivery",
        "production",
        "postal",
        "payment",
        "signature",
        "publication",
        "feed",
        "system",
        "unknown",
      ])
      .describe("What the status is about."),
    normalized_event: EventType.describe("The event it is mapped to: the weakest that is safe."),
    normalized_state: optional(name(""), "The assessment subclass it supports, if any."),
    evidence_grade: EvidenceGrade.describe("The strongest grade the row may give."),
    confidence: ConfidenceLevel.describe("How sure the mapping is."),
    terminal: z.boolean().describe("Whether the source says nothing after this status."),
    retryable: optional(z.boolean(), "Whether sending again could help."),
    ambiguous: z.boolean().describe("Whether the status has more than one possible meaning."),
    product_or_feature_dependent: z
      .boolean()
      .describe("Whether its meaning depends on a product, route or feature."),
    required_features: lines("Features without which the status does not occur."),
    warning: optional(text(""), "What the status must not be read as."),
    examples: lines("Native values as seen in the wild."),
  })
  .meta({
    id: "NativeStatusMapping",
    description:
      "How one native status becomes normalised evidence (AdapterInterfaceSpecification §15).",
  });
export type NativeStatusMapping = z.infer<typeof NativeStatusMapping>;
