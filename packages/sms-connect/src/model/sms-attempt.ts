import { z } from "zod";
import { SmsEndpoint } from "./sms-endpoint.ts";

/** SmsAdapterSpecification §9: the channel's own states, never those of a coordination result. */
export const SmsAttemptState = z.enum([
  "created",
  "rendered",
  "render_failed",
  "consent_blocked",
  "suppressed",
  "send_requested",
  "accepted_by_adapter",
  "rejected_by_adapter",
  "accepted_by_provider",
  "rejected_by_provider",
  "queued",
  "scheduled",
  "dispatched",
  "accepted_by_carrier",
  "buffered",
  "deferred",
  "delivered",
  "undelivered",
  "failed",
  "rejected",
  "expired",
  "unknown",
  "reply_received",
  "opt_out_received",
  "opt_in_received",
  "help_received",
  "channel_degraded",
]);
export type SmsAttemptState = z.infer<typeof SmsAttemptState>;

/** SmsAdapterSpecification §8.2: one way of sending a message, through one account. */
export const SmsAttempt = z
  .strictObject({
    sms_attempt_id: z.string().min(1),
    sms_message_id: z.string().min(1),
    provider_name: z.string().min(1),
    provider_account_ref: z.string().nullish(),
    sender_endpoint: SmsEndpoint,
    recipient_endpoint: SmsEndpoint,
    provider_message_id: z.string().nullish(),
    adapter_operation_id: z.string().nullish(),
    sender_identity_ref: z.string().nullish(),
    campaign_ref: z.string().nullish(),
    state: SmsAttemptState,
    created_at: z.iso.datetime({ offset: true }),
    updated_at: z.iso.datetime({ offset: true }),
  })
  .meta({
    id: "SmsAttempt",
    description: "One attempt to send a message (SmsAdapterSpecification §8.2).",
  });
export type SmsAttempt = z.infer<typeof SmsAttempt>;
