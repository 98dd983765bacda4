// The runtime's timeline of a subject as messages, attempts and events. Pure.
import type { AdapterEvent, AdapterEvidenceAssessment } from "@underclaim/contract";
import { attemptsOf, type SubjectTimeline } from "@underclaim/runtime";
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
    xmpp_attempts: attemptsOf(timeline, /^(message|server)\./).map(({ id, events }) => ({
      xmpp_attempt_id: id,
      xmpp_account_ref: told(events, "account") ?? "unknown",
      stanza_id: told(events, "stanza_id"),
      state: stateOfEvents(events),
      events: events.flatMap(timelineEvents),
    })),
    current_assessment: xmppAssessment(assessment),
  };
}

/** As the adapter itself planned it; else as it was first told. */
const told = (events: readonly AdapterEvent[], field: string): string | null =>
  events
    .map(({ metadata }) => metadata?.[field])
    .find((value): value is string => typeof value === "string") ?? null;
