import { SecretInput } from "@underclaim/runtime";
import { z } from "zod";
import { accountSettings } from "../settings.ts";

/** A workspace of Bird, or an account of its older API, MessageBird. */
export const BirdSettings = z.strictObject({
  kind: z.literal("bird"),
  ...accountSettings,
  api: z
    .enum(["sms", "messagebird"])
    .default("sms")
    .describe("sms: the Bird API (/v1/sms/messages). messagebird: rest.messagebird.com."),
  api_key: SecretInput.describe("The API key (sms: bk_…), or MessageBird's access key."),
  region: z
    .string()
    .regex(/^[a-z]{2}\d+$/, "a region like eu1")
    .optional()
    .describe("sms: where the workspace is, in place of the region that the key names."),
  base_url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("In place of the provider's own address, such as a gateway's."),
  category: z
    .enum(["transactional", "marketing", "authentication", "service"])
    .default("transactional")
    .describe("sms: what every message of this account is declared to be."),
  webhook_secrets: z
    .array(SecretInput)
    .default([])
    .describe(
      "What webhooks are signed with, newest first: the endpoint's secret (sms: whsec_…), or MessageBird's signing key. None: no receipts and no replies are taken.",
    ),
  report_url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      "messagebird: where status reports are sent, which come by GET: a relay that hands them on to POST /adapter/events/provider.",
    ),
});
export type BirdSettings = z.output<typeof BirdSettings>;
