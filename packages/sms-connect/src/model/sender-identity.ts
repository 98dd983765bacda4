// SmsAdapterSpecification §21.
import { z } from "zod";
import type { SenderSettings } from "../configuration/senders.ts";
import { takesReplies } from "./sender-choice.ts";

export const SmsSenderIdentity = z
  .strictObject({
    sender_identity_id: z.string().min(1),
    sender_type: z.enum([
      "long_code",
      "short_code",
      "toll_free",
      "alphanumeric_sender_id",
      "sender_pool",
      "unknown",
    ]),
    sender_value: z.string().nullish(),
    country_scope: z.array(z.string()).default([]).describe("Empty: all."),
    registration_state: z.enum([
      "unknown",
      "not_required",
      "pending",
      "registered",
      "rejected",
      "expired",
    ]),
    use_case: z.enum([
      "transactional",
      "informational",
      "marketing",
      "verification",
      "alert",
      "mixed",
      "unknown",
    ]),
    brand_ref: z.string().nullish(),
    campaign_ref: z.string().nullish(),
    provider_account_ref: z.string().nullish(),
    throughput_profile_ref: z.string().nullish(),
    limitations: z.array(z.string()).default([]),
  })
  .meta({
    id: "SmsSenderIdentity",
    description: "Who a message is from (SmsAdapterSpecification §21).",
  });
export type SmsSenderIdentity = z.infer<typeof SmsSenderIdentity>;

/** The configured sender as the document has it, with the limitations that its other settings amount to. */
export function senderIdentityOf(sender: SenderSettings): SmsSenderIdentity {
  return {
    sender_identity_id: sender.sender_identity_id,
    sender_type: sender.sender_type,
    sender_value: sender.sender_value,
    country_scope: [...sender.country_scope],
    registration_state: sender.registration_state,
    use_case: sender.use_case,
    brand_ref: sender.brand_ref ?? null,
    campaign_ref: sender.campaign_ref ?? null,
    // A sender of several accounts, or of all, is of none in particular.
    provider_account_ref:
      sender.provider_accounts.length === 1 ? (sender.provider_accounts[0] ?? null) : null,
    throughput_profile_ref: sender.throughput_profile_ref ?? null,
    limitations: [...new Set([...sender.limitations, ...impliedBy(sender)])],
  };
}

const UNREGISTERED: ReadonlySet<SenderSettings["registration_state"]> = new Set([
  "pending",
  "rejected",
  "expired",
]);

function impliedBy(sender: SenderSettings): string[] {
  return [
    ...(takesReplies(sender) ? [] : ["inbound_replies_not_supported"]),
    ...(["marketing", "mixed"].includes(sender.use_case) ? [] : ["marketing_not_allowed"]),
    ...(UNREGISTERED.has(sender.registration_state) ? ["registration_required"] : []),
  ];
}
