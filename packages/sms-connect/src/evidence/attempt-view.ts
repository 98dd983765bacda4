// The attempts of §8.2, from what is recorded of a message. A view, never evidence; it names endpoints by reference (§28).
import type { AdapterEvent } from "@underclaim/contract";
import type { SubjectTimeline } from "@underclaim/runtime";
import type { SenderSettings } from "../configuration/senders.ts";
import type { SmsAttempt } from "../model/sms-attempt.ts";
import type { SmsEndpoint } from "../model/sms-endpoint.ts";
import { providerOf, smsAttemptsOf } from "../model/timeline/attempts.ts";
import { messageIdsOf } from "../model/timeline/segments.ts";
import { smsAttemptState, storedOf } from "./attempt-state.ts";
import { PHONE_SIGNS } from "./phone-signs.ts";
import { consentOf, suppressionOf } from "./phone-standing.ts";

/** @param senders those that are configured now: of others no more than their name is known */
export const smsAttempts = (
  timeline: SubjectTimeline,
  senders: readonly SenderSettings[],
): SmsAttempt[] =>
  smsAttemptsOf(timeline).map(({ id, events }): SmsAttempt => {
    const identity = told(events, "sender_identity");
    const provider = providerOf(events);
    const times = events.map(({ received_at }) => received_at).toSorted();
    return {
      sms_attempt_id: id,
      sms_message_id: timeline.subject_ref,
      provider_name: provider,
      provider_account_ref: provider === "unknown" ? null : provider,
      sender_endpoint: senderEndpoint(identity, senders),
      recipient_endpoint: recipientEndpoint(events),
      provider_message_id: messageIdsOf(events)[0] ?? null,
      adapter_operation_id: id,
      sender_identity_ref: identity,
      campaign_ref: told(events, "campaign"),
      state: smsAttemptState(events.map(storedOf)),
      created_at: times[0] ?? "",
      updated_at: times.at(-1) ?? "",
    };
  });

const told = (events: readonly AdapterEvent[], name: string): string | null =>
  events
    .map(({ metadata }) => metadata?.[name])
    .find((value): value is string => typeof value === "string") ?? null;

const senderEndpoint = (
  identity: string | null,
  senders: readonly SenderSettings[],
): SmsEndpoint => ({
  endpoint_id: identity,
  endpoint_type:
    senders.find(({ sender_identity_id: id }) => id === identity)?.sender_type ?? "unknown",
  verification_state: "unknown",
  consent_state: "consent_not_required",
  suppression_state: "unknown",
});

function recipientEndpoint(events: readonly AdapterEvent[]): SmsEndpoint {
  const natives = events.map(storedOf);
  return {
    endpoint_id: events.find(({ endpoint_ref }) => endpoint_ref)?.endpoint_ref?.endpoint_id ?? null,
    endpoint_type: "phone_number",
    country_code: told(events, "country"),
    verification_state: natives.some(PHONE_SIGNS.invalid)
      ? "invalid"
      : natives.some(PHONE_SIGNS.well_formed)
        ? "syntax_validated"
        : "unknown",
    consent_state: consentOf(natives),
    suppression_state: suppressionOf(natives),
  };
}
