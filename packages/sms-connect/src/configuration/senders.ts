import { z } from "zod";
import { SmsStream } from "../model/stream.ts";
import { Country, Name } from "./name.ts";

/** A sender identity (SmsAdapterSpecification §21). */
export const SenderSettings = z.strictObject({
  sender_identity_id: Name,
  sender_type: z.enum([
    "long_code",
    "short_code",
    "toll_free",
    "alphanumeric_sender_id",
    "sender_pool",
  ]),
  sender_value: z
    .string()
    .min(1)
    .max(64)
    .describe("A number in E.164, a short code, a name of up to 11 characters, or a pool's id."),
  provider_accounts: z
    .array(Name)
    .default([])
    .describe("Accounts through which it may send. Empty: all."),
  country_scope: z.array(Country).default([]).describe("Countries it may send to. Empty: all."),
  registration_state: z
    .enum(["unknown", "not_required", "pending", "registered", "rejected", "expired"])
    .default("not_required"),
  use_case: z
    .enum([
      "transactional",
      "informational",
      "marketing",
      "verification",
      "alert",
      "mixed",
      "unknown",
    ])
    .default("unknown"),
  streams: z
    .array(SmsStream)
    .default([])
    .describe("Streams it may carry (§34). Empty: as its use_case says."),
  brand_ref: z.string().max(256).nullish(),
  campaign_ref: z.string().max(256).nullish(),
  throughput_profile_ref: z.string().max(256).nullish(),
  /** A name cannot be answered; a number can unless this says otherwise. */
  inbound_replies: z.boolean().optional(),
  limitations: z.array(z.string().min(1).max(256)).default([]),
});
export type SenderSettings = z.output<typeof SenderSettings>;
