// The runtime's timeline of a subject in the document's shape (SmsAdapterSpecification §14). Pure.
import type { AdapterEvidenceAssessment } from "@underclaim/contract";
import type { SubjectTimeline } from "@underclaim/runtime";
import { smsAssessment } from "../assessment.ts";
import type { SmsMessageTimeline } from "../timeline.ts";
import { providerOf, smsAttemptsOf } from "./attempts.ts";
import { timelineEvents } from "./events.ts";
import { messageIdsOf, segmentsOf } from "./segments.ts";

/** @param assessment of the channel */
export function smsTimeline(
  timeline: SubjectTimeline,
  assessment: AdapterEvidenceAssessment,
): SmsMessageTimeline {
  const attempts = smsAttemptsOf(timeline);
  return {
    sms_message_id: timeline.subject_ref,
    sms_attempts: attempts.map(({ id, events }) => ({
      sms_attempt_id: id,
      provider_name: providerOf(events),
      provider_message_id: messageIdsOf(events)[0] ?? null,
      events: events.flatMap(timelineEvents),
    })),
    segments: attempts.flatMap(({ id, events }) => segmentsOf(id, events)),
    current_assessment: smsAssessment(assessment),
  };
}
