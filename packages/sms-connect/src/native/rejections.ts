import type { FailSubclass } from "../model/subclasses.ts";

/** Why a provider refused a submission in its own answer (SmsAdapterSpecification §11.2), and how that is assessed. */
export const REJECTIONS = {
  /** No reason that we know of. */
  rejected: "fail.provider_rejected",
  invalid_number: "fail.invalid_number_format",
  unknown_subscriber: "fail.unknown_subscriber",
  blocked: "fail.blocked_by_recipient",
  /** The provider keeps an opt-out of its own. */
  provider_suppressed: "fail.suppressed",
  filtered: "fail.filtered_by_carrier",
  route_unavailable: "fail.route_unavailable",
  sender_not_allowed: "fail.sender_not_allowed",
  sender_not_registered: "fail.sender_not_registered",
  regulatory_rejected: "fail.policy_rejected",
  content_not_allowed: "fail.content_rejected",
  content_invalid: "fail.message_too_long_or_invalid",
  encoding_unsupported: "fail.encoding_unsupported",
  /** Credentials, balance, limits of the account. */
  quota: "fail.account_or_quota_failure",
} as const satisfies Record<string, FailSubclass>;

export type Rejection = keyof typeof REJECTIONS;
