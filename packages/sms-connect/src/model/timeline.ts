import { EvidenceGrade } from "@underclaim/contract";
import { z } from "zod";
import { SmsEvidenceAssessment } from "./assessment.ts";
import { SmsSegment } from "./sms-segment.ts";

/** SmsAdapterSpecification §14. */
export const SmsTimelineEvent = z
  .strictObject({
    event_id: z.string().min(1),
    event_type: z.string().min(1).describe("The fine native type (docs/EventMapping.md)."),
    occurred_at: z.iso
      .datetime({ offset: true })
      .nullish()
      .describe("Null where no trusted clock tells it: it is never invented."),
    source: z.enum(["adapter", "provider", "carrier", "inbound_sms", "tracking", "operator"]),
    native_event_type: z.string().nullish().describe("As the source names it."),
    normalized_event_type: z.string().nullish().describe("Null: kept, and evidence of nothing."),
    summary: z.string().min(1),
    evidence_grade: EvidenceGrade,
    raw_event_ref: z.string().nullish(),
  })
  .meta({
    id: "SmsTimelineEvent",
    description: "One event of a message's timeline (SmsAdapterSpecification §14).",
  });
export type SmsTimelineEvent = z.infer<typeof SmsTimelineEvent>;

/** SmsAdapterSpecification §14, in the order of arrival. */
export const SmsMessageTimeline = z
  .strictObject({
    sms_message_id: z.string().min(1),
    sms_attempts: z.array(
      z.strictObject({
        sms_attempt_id: z.string().min(1),
        provider_name: z.string().min(1),
        provider_message_id: z.string().nullish(),
        events: z.array(SmsTimelineEvent),
      }),
    ),
    segments: z.array(SmsSegment),
    current_assessment: SmsEvidenceAssessment,
  })
  .meta({
    id: "SmsMessageTimeline",
    description: "What became of a message (SmsAdapterSpecification §14).",
  });
export type SmsMessageTimeline = z.infer<typeof SmsMessageTimeline>;
