// The runtime's timeline of a subject in the document's shape (SmsAdapterSpecification §14). Pure.
import type { AdapterEvent, AdapterEvidenceAssessment } from "@underclaim/contract";
import type { SubjectTimeline } from "@underclaim/runtime";
import { smsAssessment } from "../assessment.ts";
import type { SmsMessageTimeline } from "../timeline.ts";
import { timelineEvents } from "./events.ts";
import { messageIdsOf, segmentsOf } from "./segments.ts";

/** @param assessment of the channel */
export function smsTimeline(
  timeline: SubjectTimeline,
  assessment: AdapterEvidenceAssessment,
): SmsMessageTimeline {
  const attempts = attemptsOf(timeline);
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

interface Attempt {
  readonly id: string;
  readonly events: readonly AdapterEvent[];
}

/** Each operation that sends is an attempt; what concerns the message and none of them stands with the first. */
function attemptsOf({ subject_ref, events }: SubjectTimeline): readonly Attempt[] {
  const sending = events.filter(({ adapter_event_type: type }) =>
    /^(message|submission)\./.test(type),
  );
  const ids = [...new Set(sending.flatMap((event) => operationOf(event) ?? []))];
  const [first = subject_ref, ...others] = ids;
  const of = (event: AdapterEvent): string => {
    const operation = operationOf(event);
    return operation !== null && ids.includes(operation) ? operation : first;
  };
  return [first, ...others].map((id) => ({ id, events: events.filter((each) => of(each) === id) }));
}

const operationOf = ({ correlation }: AdapterEvent): string | null =>
  correlation.adapter_operation_id ?? null;

/** The account that took or was to take the message. */
function providerOf(events: readonly AdapterEvent[]): string {
  const told = (field: string): string | undefined =>
    events
      .map(({ metadata }) => metadata?.[field])
      .findLast((value): value is string => typeof value === "string");
  return told("provider") ?? told("account") ?? "unknown";
}
