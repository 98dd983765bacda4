import { ConfidenceLevel, type AdapterEvidenceAssessment } from "@underclaim/contract";
import { z } from "zod";
import { FAIL, SUCCESS, UNDEF } from "./subclasses.ts";

const about = {
  xmpp_message_id: z.string().min(1),
  participant_id: z.string().nullish(),
};
const grounds = {
  confidence: ConfidenceLevel,
  strongest_signal: z.string().nullish().describe("The native event that decides."),
  evidence_summary: z.array(z.string()).default([]),
  recommended_coordination_interpretation: z
    .string()
    .nullish()
    .describe("One of §13.2; the engine decides."),
};

/** XmppAdapterSpecification §11: the channel's own view. The category decides which subclasses are possible. */
export const XmppEvidenceAssessment = z
  .discriminatedUnion("category", [
    z.strictObject({
      ...about,
      category: z.literal("success"),
      subclass: z.enum(SUCCESS),
      ...grounds,
    }),
    z.strictObject({ ...about, category: z.literal("fail"), subclass: z.enum(FAIL), ...grounds }),
    z.strictObject({ ...about, category: z.literal("undef"), subclass: z.enum(UNDEF), ...grounds }),
  ])
  .meta({
    id: "XmppEvidenceAssessment",
    description: "The channel's own assessment of a message (XmppAdapterSpecification §11).",
  });
export type XmppEvidenceAssessment = z.infer<typeof XmppEvidenceAssessment>;

/** The contract's assessment in the document's shape. */
export const xmppAssessment = (assessment: AdapterEvidenceAssessment): XmppEvidenceAssessment => {
  const {
    subject_ref,
    participant_id,
    category,
    subclass,
    confidence,
    strongest_signal,
    evidence_summary,
    recommended_coordination_interpretation,
  } = assessment;
  return XmppEvidenceAssessment.parse({
    xmpp_message_id: subject_ref,
    participant_id,
    category,
    subclass,
    confidence,
    strongest_signal,
    evidence_summary,
    recommended_coordination_interpretation,
  });
};
