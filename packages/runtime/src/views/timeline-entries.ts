import { grade, type AdapterEvent, type EvidenceGrade } from "@underclaim/contract";

/** One line of a subject's timeline: a piece of evidence, or an event that is evidence of nothing. */
export interface TimelineEntry {
  /** The evidence event's id; the adapter event's, where that is evidence of nothing. */
  readonly event_id: string;
  /** The fine native type. */
  readonly event_type: string;
  /** RFC 3339. Null where no trusted clock tells it. */
  readonly occurred_at: string | null;
  /** As the source names it. */
  readonly native_event_type: string | null;
  /** Null: kept, and evidence of nothing. */
  readonly normalized_event_type: string | null;
  readonly summary: string;
  readonly evidence_grade: EvidenceGrade;
  readonly raw_event_ref: string | null;
}

const NOTHING = grade("none", {}, []);

/** One entry for each piece of evidence; one, too, for what is evidence of nothing. */
export function timelineEntries(event: AdapterEvent): TimelineEntry[] {
  const { adapter_event_type: event_type } = event;
  const common = {
    event_type,
    occurred_at: event.occurred_at ?? null,
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
