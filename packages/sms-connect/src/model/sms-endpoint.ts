import { z } from "zod";

/** SmsAdapterSpecification §8.4. */
export const SmsConsentState = z.enum([
  "unknown",
  "opted_in",
  "opted_out",
  "consent_not_required",
  "consent_required",
  "disputed",
]);
export type SmsConsentState = z.infer<typeof SmsConsentState>;

/** SmsAdapterSpecification §8.4. */
export const SmsSuppressionState = z.enum([
  "active",
  "suppressed",
  "opt_out_suppressed",
  "bounce_suppressed",
  "provider_suppressed",
  "manual_suppressed",
  "unknown",
]);
export type SmsSuppressionState = z.infer<typeof SmsSuppressionState>;

/** SmsAdapterSpecification §8.4: whom a message is sent to, or from. */
export const SmsEndpoint = z
  .strictObject({
    endpoint_id: z.string().nullish().describe("Preferred over the number itself (§28)."),
    endpoint_type: z.enum([
      "phone_number",
      "short_code",
      "long_code",
      "toll_free",
      "alphanumeric_sender_id",
      "sender_pool",
      "unknown",
    ]),
    phone_number_e164: z.string().nullish().describe("Personal: only where it is asked for."),
    sender_id: z.string().nullish(),
    display_name: z.string().nullish(),
    country_code: z.string().nullish().describe("ISO 3166-1 alpha-2."),
    verification_state: z.enum([
      "unknown",
      "syntax_validated",
      "verified",
      "suspected_invalid",
      "invalid",
    ]),
    consent_state: SmsConsentState,
    suppression_state: SmsSuppressionState,
    metadata: z.record(z.string(), z.unknown()).nullish(),
  })
  .meta({
    id: "SmsEndpoint",
    description: "A recipient or sender of SMS (SmsAdapterSpecification §8.4).",
  });
export type SmsEndpoint = z.infer<typeof SmsEndpoint>;
