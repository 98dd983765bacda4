import { EndpointRef } from "@underclaim/contract";
import { z } from "zod";
import { SmsScopeKind } from "./scope.ts";

export const SmsSuppressionType = z.enum([
  "opt_out",
  "hard_failure",
  "complaint",
  "manual",
  "provider_policy",
  "consent_missing",
  "unknown",
]);
export type SmsSuppressionType = z.output<typeof SmsSuppressionType>;

export const SmsSuppressionSource = z.enum([
  "provider",
  "adapter",
  "operator",
  "participant",
  "policy",
]);
export type SmsSuppressionSource = z.output<typeof SmsSuppressionSource>;

const Time = z.iso.datetime({ offset: true });

/** SmsAdapterSpecification §20: nothing is sent to the endpoint within the scope. */
export const SmsSuppression = z
  .strictObject({
    endpoint_ref: EndpointRef.describe("By id: the number itself is not kept."),
    suppression_type: SmsSuppressionType.describe("Why."),
    scope: SmsScopeKind.describe("How far it reaches."),
    reason: z.string().nullish().describe("In the words of who made it; nothing personal."),
    source: SmsSuppressionSource.describe("On whose word."),
    created_at: Time.describe("When it was said; of a reply, when that was sent, where known."),
    expires_at: Time.nullish().describe("Null: it stands until it is lifted."),
  })
  .meta({ id: "SmsSuppression", description: "A suppression (SmsAdapterSpecification §20)." });
export type SmsSuppression = z.output<typeof SmsSuppression>;
