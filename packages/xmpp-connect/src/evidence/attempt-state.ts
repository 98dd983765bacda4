// XmppAdapterSpecification §10: the state of an attempt, as what decides its assessment tells it.
import type { AdapterEvent } from "@underclaim/contract";
import type { JsonObject } from "@underclaim/runtime";
import type { XmppAttemptState } from "../model/xmpp-attempt.ts";
import type { XmppNative, XmppStored } from "../native/types.ts";
import { sendingOf } from "./assess/channel.ts";
import { STATES } from "./states.ts";

/** What contradicts itself is unknown; so is what nothing is known of. */
export function xmppAttemptState(natives: readonly XmppStored[]): XmppAttemptState {
  const sent = sendingOf(natives);
  if (sent === null || sent.signal === null || sent.subclass === "undef.conflicting_evidence")
    return "unknown";
  return sent.subclass === "undef.presence_available_but_no_receipt"
    ? "endpoint_available"
    : STATES[sent.signal];
}

/** The same, of the events as the runtime's timeline gives them. */
export const stateOfEvents = (events: readonly AdapterEvent[]): XmppAttemptState =>
  xmppAttemptState(events.map(storedOf));

const methodOf = ({ metadata }: AdapterEvent): string => {
  const method = metadata?.["correlation_method"];
  return typeof method === "string" ? method : "reference";
};

const storedOf = (event: AdapterEvent): XmppStored => ({
  id: event.event_id,
  type: event.adapter_event_type as XmppNative,
  source: event.observation.transport_ref ?? event.observation.source_type,
  dedupe_key: event.event_id,
  occurred_at: event.occurred_at ? Date.parse(event.occurred_at) : null,
  received_at: Date.parse(event.received_at),
  native_type: event.native_event_type ?? null,
  native_status: event.native_status ?? null,
  observation: event.observation,
  subjects: [],
  correlation_method: methodOf(event),
  provider_refs: event.provider_refs,
  // The runtime shows a native event's data as the event's metadata.
  data: (event.metadata ?? {}) as JsonObject,
  raw_hash: null,
});
