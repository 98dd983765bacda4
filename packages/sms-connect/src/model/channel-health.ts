// SmsAdapterSpecification §26: what is known of a channel's condition. A view, never evidence.
import { z } from "zod";

const Rate = z.number().min(0).max(1);

export const SmsChannelHealth = z
  .strictObject({
    sender_identity_ref: z.string().min(1),
    provider_account_ref: z.string().nullish(),
    country_scope: z.string().nullish().describe("ISO 3166-1 alpha-2; null: none in particular."),
    status: z.enum(["healthy", "degraded", "failing", "unknown"]),
    registration_status: z.enum([
      "registered",
      "pending",
      "rejected",
      "expired",
      "not_required",
      "unknown",
    ]),
    route_status: z.enum(["healthy", "degraded", "unavailable", "unknown"]),
    deliverability_status: z.enum(["good", "warning", "poor", "unknown"]),
    opt_out_rate: Rate.nullish().describe("Opt-outs by messages submitted."),
    failure_rate: Rate.nullish().describe("Messages that failed, of those told of."),
    unknown_rate: Rate.nullish().describe("Messages whose fate nobody tells, of those told of."),
    filtering_rate: Rate.nullish().describe("Messages that were filtered, of those told of."),
    provider_degradation: z.array(z.string()).default([]),
  })
  .meta({
    id: "SmsChannelHealth",
    description: "The condition of a channel (SmsAdapterSpecification §26).",
  });
export type SmsChannelHealth = z.infer<typeof SmsChannelHealth>;
