// Native types in the words of SmsAdapterSpecification §9: a total map, since the document has both.
import type { SmsAttemptState } from "../model/sms-attempt.ts";
import { RECEIPTS, type ReceiptClass } from "../native/receipt-classes.ts";
import { REFUSALS, type Refusal } from "../native/refusals.ts";
import { REJECTIONS } from "../native/rejections.ts";
import type { SmsNative } from "../native/types.ts";

const REFUSED: Partial<Record<Refusal, SmsAttemptState>> = {
  render_failed: "render_failed",
  consent_missing: "consent_blocked",
  opted_out: "suppressed",
  suppressed: "suppressed",
};

const RECEIPT_STATES: Readonly<Record<ReceiptClass, SmsAttemptState>> = {
  provider_accepted: "accepted_by_provider",
  provider_queued: "queued",
  provider_scheduled: "scheduled",
  dispatched: "dispatched",
  delayed: "deferred",
  carrier_accepted: "accepted_by_carrier",
  buffered: "buffered",
  deferred: "deferred",
  delivered: "delivered",
  undelivered: "undelivered",
  undelivered_permanent: "undelivered",
  failed: "failed",
  rejected: "rejected",
  expired: "expired",
  expired_by_provider: "unknown",
  unknown: "unknown",
  unrecognised: "unknown",
  deleted: "unknown",
  unknown_subscriber: "failed",
  unavailable: "deferred",
  unavailable_final: "undelivered",
  unreachable: "deferred",
  unreachable_final: "undelivered",
  ported: "failed",
  blocked: "rejected",
  provider_suppressed: "suppressed",
  filtered: "rejected",
  invalid_number: "failed",
  route_unavailable: "rejected_by_provider",
  sender_not_allowed: "rejected_by_provider",
  sender_not_registered: "rejected_by_provider",
  content_not_allowed: "rejected_by_provider",
  regulatory_rejected: "rejected",
  temporary_network_error: "deferred",
  provider_error: "failed",
  quota: "rejected_by_provider",
  // §9 has no word for what was withdrawn: the party that will not send it.
  cancelled: "rejected_by_provider",
};

const prefixed = <P extends string, K extends string>(
  prefix: P,
  names: readonly K[],
  stateOf: (name: K) => SmsAttemptState,
) =>
  Object.fromEntries(names.map((name) => [`${prefix}${name}`, stateOf(name)])) as Record<
    `${P}${K}`,
    SmsAttemptState
  >;

const keys = <K extends string>(table: Readonly<Record<K, unknown>>): K[] =>
  Object.keys(table) as K[];

export const STATES: Readonly<Record<SmsNative, SmsAttemptState>> = {
  "message.created": "created",
  "message.accepted": "accepted_by_adapter",
  "message.scheduled": "scheduled",
  "message.delayed": "accepted_by_adapter",
  "message.expired": "expired",
  "message.cancelled": "rejected_by_adapter",
  // Handed over, and no more is known of it.
  "message.unknown": "send_requested",
  ...prefixed("message.refused.", keys(REFUSALS), (name) => REFUSED[name] ?? "rejected_by_adapter"),
  "tracking.registered": "created",
  "operator.resolved_accepted": "accepted_by_provider",
  "operator.resolved_rejected": "rejected_by_provider",
  "submission.accepted": "accepted_by_provider",
  "submission.queued": "queued",
  "submission.scheduled": "scheduled",
  ...prefixed("submission.rejected.", keys(REJECTIONS), () => "rejected_by_provider"),
  "cancellation.accepted": "rejected_by_provider",
  "cancellation.refused": "unknown",
  ...prefixed("receipt.", keys(RECEIPTS), (name) => RECEIPT_STATES[name]),
  "receipt.partial": "unknown",
  "receipt.overdue": "unknown",
  // One part says too little of the whole.
  "segment.delivered": "unknown",
  "segment.failed": "undelivered",
  "segment.pending": "unknown",
  "segment.unknown": "unknown",
  "inbound.reply": "reply_received",
  "inbound.acknowledgement": "reply_received",
  "inbound.decline": "reply_received",
  "inbound.opt_out": "opt_out_received",
  "inbound.opt_out_suspected": "reply_received",
  "inbound.opt_in": "opt_in_received",
  "inbound.help": "help_received",
  "inbound.part": "unknown",
  "endpoint.suppressed": "suppressed",
  "endpoint.unsuppressed": "unknown",
  "endpoint.opted_in": "unknown",
  "endpoint.opted_out": "suppressed",
  "endpoint.suppression_lifted": "unknown",
  "endpoint.shared": "unknown",
  "endpoint.reassigned": "unknown",
  "link.clicked": "unknown",
  "link.scanned": "unknown",
  "link.previewed": "unknown",
  "link.expired": "unknown",
  "report.complaint": "unknown",
  "report.reputation_warning": "channel_degraded",
  "provider.degraded": "channel_degraded",
  "provider.unavailable": "channel_degraded",
  "provider.recovered": "unknown",
};
