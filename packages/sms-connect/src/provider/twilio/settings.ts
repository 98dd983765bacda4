import { SecretInput } from "@underclaim/runtime";
import { z } from "zod";
import { accountSettings } from "../settings.ts";

const sid = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}[0-9a-fA-F]{32}$`), `${prefix} and 32 hexadecimal digits`);

/** An account at Twilio (Programmable Messaging, API 2010-04-01). */
export const TwilioSettings = z.strictObject({
  kind: z.literal("twilio"),
  ...accountSettings,
  account_sid: sid("AC").describe("The account's SID."),
  auth_tokens: z
    .array(SecretInput)
    .min(1)
    .describe(
      "Auth tokens, the current one first: each verifies webhooks, so that a token can be rotated. Without api_key the first signs requests in.",
    ),
  api_key: z
    .strictObject({
      sid: sid("SK").describe("The API key's SID."),
      secret: SecretInput.describe("The API key's secret."),
    })
    .optional()
    .describe(
      "Signs requests in, in place of the auth token. Webhooks are signed with the token all the same.",
    ),
  messaging_service_sid: sid("MG")
    .optional()
    .describe(
      "Messages go through this messaging service; its pool must hold the senders. Without it Twilio schedules nothing.",
    ),
  status_callback: z
    .boolean()
    .default(true)
    .describe(
      "Ask for status callbacks at public_url. Without them nothing is known but that Twilio took it.",
    ),
  region: z
    .string()
    .regex(/^[a-z]{2}\d$/)
    .optional()
    .describe("A processing region, such as ie1."),
  edge: z
    .string()
    .regex(/^[a-z-]+$/)
    .optional()
    .describe("An edge location, such as dublin."),
  base_url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      "Takes the place of scheme and host of the API, for a proxy or a test. region and edge then say nothing.",
    ),
});
export type TwilioSettings = z.output<typeof TwilioSettings>;
