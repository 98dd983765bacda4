import type { AdapterEvent, EvidenceGrade } from "@underclaim/contract";
import type { SmsTimelineEvent } from "../timeline.ts";

/** One entry for each piece of evidence; one, too, for what is evidence of nothing. */
export function timelineEvents(event: AdapterEvent): SmsTimelineEvent[] {
  const { adapter_event_type: event_type } = event;
  const common = {
    event_type,
    occurred_at: event.occurred_at ?? null,
    source: sourceOf(event),
    native_event_type: event.native_event_type ?? null,
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

/** Who told it (§14). A carrier's word that a provider passes on is the provider's. */
function sourceOf({
  adapter_event_type: type,
  observation,
}: AdapterEvent): SmsTimelineEvent["source"] {
  if (type.startsWith("inbound.")) return "inbound_sms";
  if (type.startsWith("link.")) return "tracking";
  if (type.startsWith("operator.") || observation.source_type === "manual") return "operator";
  if (observation.source_type === "carrier") return "carrier";
  return observation.source_type.startsWith("provider_") ? "provider" : "adapter";
}
