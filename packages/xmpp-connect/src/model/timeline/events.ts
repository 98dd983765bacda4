import type { AdapterEvent, EvidenceGrade } from "@underclaim/contract";
import type { XmppTimelineEvent } from "../timeline.ts";

/** One entry for each piece of evidence; one, too, for what is evidence of nothing. */
export function timelineEvents(event: AdapterEvent): XmppTimelineEvent[] {
  const { adapter_event_type: event_type, metadata } = event;
  const resource = metadata?.["resource"];
  const common = {
    event_type,
    occurred_at: event.occurred_at ?? null,
    source: sourceOf(event),
    native_event_type: event.native_event_type ?? null,
    resource: typeof resource === "string" ? resource : null,
    raw_event_ref: event.raw_event_ref ?? null,
  };
  if (event.normalized_events.length === 0)
    return [
      {
        ...common,
        event_id: event.event_id,
        normalized_event_type: null,
        summary: `${event_type} was recorded; it is evidence of nothing by itself.`,
        evidence_grade: NOTHING,
      },
    ];
  return event.normalized_events.map((evidence) => ({
    ...common,
    event_id: evidence.evidence_event_id,
    normalized_event_type: evidence.event_type,
    summary: evidence.normalized_meaning,
    evidence_grade: evidence.evidence_grade,
  }));
}

const NOTHING: EvidenceGrade = {
  strength: "none",
  actor_certainty: "none",
  authority_certainty: "none",
  payload_certainty: "none",
  interaction_certainty: "none",
  timing_certainty: "none",
  channel_certainty: "none",
  non_repudiation_strength: "none",
  notes: [],
};

/** Who told it. What a marker of a later message covers is the adapter's conclusion. */
function sourceOf({
  adapter_event_type: type,
  observation,
}: AdapterEvent): XmppTimelineEvent["source"] {
  if (type.startsWith("operator.") || observation.source_type === "manual") return "operator";
  if (observation.source_type === "adapter") return "adapter";
  if (type.startsWith("inbound.")) return "inbound";
  if (type.startsWith("presence.")) return "presence";
  return observation.source_type === "recipient_client" ? "client" : "server";
}
