// SmsAdapterSpecification §9: the state of an attempt, as its newest events tell it.
import type { AdapterEvent } from "@underclaim/contract";
import { newestOf, type JsonObject, type SubjectTimeline } from "@underclaim/runtime";
import type { SmsAttemptState } from "../model/sms-attempt.ts";
import type { SmsNative, SmsStored } from "../native/types.ts";
import { healthIn } from "./assess/health.ts";
import { transmission } from "./assess/transmission.ts";
import { STATES } from "./states.ts";

/** Of words that may be the newest, the one that binds most. */
const WORDS: readonly SmsNative[] = [
  "inbound.opt_out",
  "inbound.opt_out_suspected",
  "inbound.decline",
  "inbound.acknowledgement",
  "inbound.reply",
  "inbound.opt_in",
  "inbound.help",
];

export function smsAttemptState(natives: readonly SmsStored[]): SmsAttemptState {
  const words = newestOf(natives.filter(({ type }) => WORDS.includes(type)));
  const word = WORDS.find((type) => words.some((native) => native.type === type));
  if (word !== undefined) return STATES[word];
  const sent = transmission(natives);
  if (sent?.end === "conflict") return "unknown";
  const health = healthIn(natives);
  const troubled = health !== null && health !== "provider.recovered";
  const subclass = sent?.reading?.subclass ?? "undef.pending";
  if (troubled && subclass === "undef.pending") return "channel_degraded";
  return sent?.end === "delivered"
    ? "delivered"
    : STATES[sent?.reading?.signal ?? "message.created"];
}

/** The same, of a timeline as the runtime gives it. */
export const stateOfTimeline = ({ events }: SubjectTimeline): SmsAttemptState =>
  smsAttemptState(events.map(storedOf));

/** A native event as the runtime shows it, as it is kept. */
export const storedOf = (event: AdapterEvent): SmsStored => ({
  id: event.event_id,
  type: event.adapter_event_type as SmsNative,
  source: event.observation.transport_ref ?? event.observation.source_type,
  dedupe_key: event.event_id,
  occurred_at: event.occurred_at ? Date.parse(event.occurred_at) : null,
  received_at: Date.parse(event.received_at),
  native_type: event.native_event_type ?? null,
  native_status: event.native_status ?? null,
  observation: event.observation,
  subjects: [],
  correlation_method: "reference",
  provider_refs: event.provider_refs,
  // The runtime shows a native event's data as the event's metadata.
  data: (event.metadata ?? {}) as JsonObject,
  raw_hash: null,
});
