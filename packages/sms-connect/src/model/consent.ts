import { EndpointRef } from "@underclaim/contract";
import { z } from "zod";
import { SmsScopeKind } from "./scope.ts";

export const SmsConsentState = z.enum([
  "opted_in",
  "opted_out",
  "unknown",
  "not_required",
  "disputed",
]);
export type SmsConsentState = z.output<typeof SmsConsentState>;

export const SmsConsentSource = z.enum([
  "form",
  "sms_keyword",
  "contract",
  "import",
  "operator",
  "external_system",
  "unknown",
]);
export type SmsConsentSource = z.output<typeof SmsConsentSource>;

const Time = z.iso.datetime({ offset: true });

/** SmsAdapterSpecification §20: what the person behind the endpoint has agreed to, as far as it was recorded. */
export const SmsConsent = z
  .strictObject({
    endpoint_ref: EndpointRef.describe("By id: the number itself is not kept."),
    consent_state: SmsConsentState,
    consent_scope: SmsScopeKind.describe("How far it reaches."),
    consent_source: SmsConsentSource.describe("By what it was expressed."),
    consent_acquired_at: Time.nullish().describe("Null where nobody said when: never invented."),
    consent_evidence_ref: z
      .string()
      .nullish()
      .describe("Where its proof is kept; the adapter keeps none."),
    expires_at: Time.nullish().describe("Afterwards it is unknown whether it still holds."),
  })
  .meta({ id: "SmsConsent", description: "A recorded consent (SmsAdapterSpecification §20)." });
export type SmsConsent = z.output<typeof SmsConsent>;
