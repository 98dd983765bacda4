// The runtime's timeline of a subject as messages, attempts and events. Pure.
import type { AdapterEvent, AdapterEvidenceAssessment } from "@underclaim/contract";
import type { SubjectTimeline } from "@underclaim/runtime";
import { stateOfEvents } from "../../evidence/attempt-state.ts";
import { xmppAssessment } from "../assessment.ts";
import type { XmppMessageTimeline } from "../timeline.ts";
import { timelineEvents } from "./events.ts";

/** @param assessment of the channel */
export function xmppTimeline(
  timeline: SubjectTimeline,
  assessment: AdapterEvidenceAssessment,
): XmppMessageTimeline {
  return {
    xmpp_message_id: timeline.subject_ref,
    xmpp_attempts: attemptsOf(timeline).map(({ id, events }) => ({
      xmpp_attempt_id: id,
      xmpp_account_ref: told(events, "account") ?? "unknown",
      stanza_id: told(events, "stanza_id"),
      state: stateOfEvents(events),
      events: events.flatMap(timelineEvents),
    })),
    current_assessment: xmppAssessment(assessment),
  };
}

interface Attempt {
  readonly id: string;
  readonly events: readonly AdapterEvent[];
}

/** Each operation that sends is an attempt; what concerns the message and none of them stands with the first. */
function attemptsOf({ subject_ref, events }: SubjectTimeline): readonly Attempt[] {
  const sending = events.filter(({ adapter_event_type: type }) => /^(message|server)\./.test(type));
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

/** As the adapter itself planned it; else as it was first told. */
const told = (events: readonly AdapterEvent[], field: string): string | null =>
  events
    .map(({ metadata }) => metadata?.[field])
    .find((value): value is string => typeof value === "string") ?? null;
