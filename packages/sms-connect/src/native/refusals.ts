import type { FailSubclass } from "../model/subclasses.ts";

/** Why the adapter itself refuses, before anything is handed to a provider (SmsAdapterSpecification §11.1), and how that is assessed. */
export const REFUSALS = {
  missing_number: "fail.missing_number",
  invalid_number: "fail.invalid_number_format",
  not_mobile: "fail.not_mobile_number",
  consent_missing: "fail.consent_missing",
  opted_out: "fail.opted_out",
  suppressed: "fail.suppressed",
  render_failed: "fail.message_too_long_or_invalid",
  invalid_link: "fail.message_too_long_or_invalid",
  /** Empty, too long, or with characters that no SMS can carry. */
  content_invalid: "fail.message_too_long_or_invalid",
  encoding_unsupported: "fail.encoding_unsupported",
  sender_not_registered: "fail.sender_not_registered",
  sender_not_allowed: "fail.sender_not_allowed",
  /** Local policy: a stream that may not use this sender, a body that policy forbids. */
  policy: "fail.policy_rejected",
  no_route: "fail.route_unavailable",
  /** The action itself cannot be done (nothing to cancel, a reference that is taken): no word about the channel. */
  unsupported: "fail.policy_rejected",
} as const satisfies Record<string, FailSubclass>;

export type Refusal = keyof typeof REFUSALS;
