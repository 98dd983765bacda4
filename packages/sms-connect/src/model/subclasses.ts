// SmsAdapterSpecification §10: what an assessment of the channel can come to.

export const SUCCESS = [
  "success.provider_accepted",
  "success.carrier_accepted",
  "success.delivered",
  "success.reply_received",
  "success.acknowledgement_reply_received",
  "success.link_clicked",
] as const;

export const FAIL = [
  "fail.missing_number",
  "fail.invalid_number_format",
  "fail.not_mobile_number",
  "fail.unknown_subscriber",
  "fail.unreachable_subscriber",
  "fail.unavailable_subscriber",
  "fail.ported_number_issue",
  "fail.blocked_by_recipient",
  "fail.opted_out",
  "fail.consent_missing",
  "fail.suppressed",
  "fail.provider_rejected",
  "fail.carrier_rejected",
  "fail.filtered_by_carrier",
  "fail.policy_rejected",
  "fail.content_rejected",
  "fail.sender_not_registered",
  "fail.sender_not_allowed",
  "fail.route_unavailable",
  "fail.expired",
  "fail.delivery_failed",
  "fail.message_too_long_or_invalid",
  "fail.encoding_unsupported",
  "fail.account_or_quota_failure",
  /** Not in §10: the document has cancellation (§4.2) and no word for what it leaves. */
  "fail.cancelled",
] as const;

export const UNDEF = [
  "undef.pending",
  "undef.provider_accepted_only",
  "undef.queued",
  "undef.dispatched",
  "undef.carrier_accepted_only",
  "undef.buffered",
  "undef.deferred",
  "undef.no_dlr",
  "undef.dlr_unknown",
  "undef.delivery_status_unknown",
  "undef.delivery_receipt_missing",
  "undef.delivered_but_awareness_unproven",
  "undef.link_clicked_identity_uncertain",
  "undef.reply_identity_uncertain",
  "undef.conflicting_evidence",
  "undef.channel_degraded",
  "undef.expired_unknown",
  /** §11.4, §11.5 and §12.2 name these two beside the list of §10.3. */
  "undef.identity_uncertain",
  "undef.no_signal",
] as const;

type SuccessSubclass = (typeof SUCCESS)[number];
export type FailSubclass = (typeof FAIL)[number];
type UndefSubclass = (typeof UNDEF)[number];
export type SmsSubclass = SuccessSubclass | FailSubclass | UndefSubclass;
