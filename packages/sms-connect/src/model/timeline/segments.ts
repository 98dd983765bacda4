import type { AdapterEvent } from "@underclaim/contract";
import { joinStates, type PartState } from "../segment-book.ts";
import { SmsSegmentEncoding, SmsSegmentState, type SmsSegment } from "../sms-segment.ts";

/** The provider's names of the message or of its parts: as it answered, else as its reports name them. */
export function messageIdsOf(events: readonly AdapterEvent[]): readonly string[] {
  const named = (of: readonly AdapterEvent[]): string[] => [
    ...new Set(
      of.flatMap(({ provider_refs }) =>
        provider_refs
          .filter(({ ref_type }) => ref_type === "message_id")
          .map(({ ref_value }) => ref_value),
      ),
    ),
  ];
  const answered = named(
    events.filter(({ adapter_event_type: type }) => type.startsWith("submission.")),
  );
  return answered.length > 0 ? answered : named(events);
}

/** The parts of a message that has several; none where it has one. */
export function segmentsOf(attempt: string, events: readonly AdapterEvent[]): SmsSegment[] {
  const count = Math.max(0, ...events.map(countIn));
  if (count < 2) return [];
  const told = events.filter(({ adapter_event_type: type }) => type.startsWith("segment."));
  const ids = messageIdsOf(events);
  // One name for the whole names no part.
  const names = ids.length > 1 || told.length > 0 ? ids : [];
  return Array.from({ length: count }, (_, at): SmsSegment => {
    const name = names[at] ?? null;
    const reports =
      name === null ? [] : told.filter(({ metadata }) => metadata?.["message"] === name);
    return {
      sms_segment_id: `${attempt}:${at + 1}`,
      sms_attempt_id: attempt,
      segment_index: at + 1,
      segment_count: count,
      encoding: encodingIn(events),
      provider_segment_id: name,
      carrier_segment_id: null,
      state: stateOf(reports),
      delivered_at: timeOf(reports, "segment.delivered"),
      failed_at: timeOf(reports, "segment.failed"),
    };
  });
}

const countIn = ({ metadata }: AdapterEvent): number =>
  Math.max(Number(metadata?.["segment_count"] ?? 0), Number(metadata?.["segments"] ?? 0)) || 0;

const encodingIn = (events: readonly AdapterEvent[]): SmsSegmentEncoding =>
  events
    .map(({ metadata }) => SmsSegmentEncoding.safeParse(metadata?.["encoding"]))
    .find(({ success }) => success)?.data ?? "unknown";

/** What contradicts itself is unknown. */
function stateOf(reports: readonly AdapterEvent[]): SmsSegmentState {
  const states = reports.flatMap(({ adapter_event_type: type }): PartState[] => {
    const state = SmsSegmentState.safeParse(type.replace("segment.", ""));
    return state.success ? [state.data] : [];
  });
  const [first, ...rest] = states;
  if (first === undefined) return "unknown";
  const joined = rest.reduce(joinStates, first);
  return joined === "conflicting" ? "unknown" : joined;
}

/** The first time that is told for it. */
const timeOf = (reports: readonly AdapterEvent[], type: string): string | null =>
  reports
    .filter(({ adapter_event_type }) => adapter_event_type === type)
    .flatMap(({ occurred_at }) => occurred_at ?? [])
    .toSorted()[0] ?? null;
