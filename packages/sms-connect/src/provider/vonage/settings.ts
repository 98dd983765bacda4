import { Duration, SecretInput } from "@underclaim/runtime";
import { z } from "zod";
import { accountSettings } from "../settings.ts";

/** As the dashboard calls them: MD5 over text and secret, or an HMAC. */
export const VonageSignatureMethod = z.enum(["md5hash", "md5", "sha1", "sha256", "sha512"]);
export type VonageSignatureMethod = z.output<typeof VonageSignatureMethod>;

/** An account at Vonage, over the SMS API (`/sms/json`) or the Messages API v1. */
export const VonageSettings = z
  .strictObject({
    kind: z.literal("vonage"),
    ...accountSettings,
    api: z
      .enum(["sms", "messages"])
      .default("sms")
      .describe(
        "sms: each part of a longer message has a receipt of its own. messages: one for the whole.",
      ),
    api_key: z
      .string()
      .regex(/^[A-Za-z0-9]{1,64}$/, "letters and digits")
      .describe("The account's API key."),
    api_secret: SecretInput.optional().describe(
      "The API secret: needed for sms, and for messages without application_id and private_key.",
    ),
    application_id: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,64}$/, "letters, digits and '-'")
      .optional()
      .describe("The application that messages belong to."),
    private_key: SecretInput.optional().describe(
      "The application's private key (PEM): with application_id, messages are signed in by a JWT.",
    ),
    signature_secrets: z
      .array(SecretInput)
      .min(1)
      .describe(
        "Signature secrets, the current one first: each verifies webhooks, so that a secret can be rotated. Signed webhooks must be switched on for the account, and sent by POST.",
      ),
    signature_method: VonageSignatureMethod.default("sha256").describe(
      "How the SMS API signs, as set in the dashboard. The Messages API always signs with HS256.",
    ),
    signature_max_age: Duration.refine((ms) => ms > 0, "must be some time")
      .default(73 * 3_600_000)
      .describe(
        "Older webhooks are refused. Vonage repeats receipts for 72 hours, and does not say that it signs them anew; a repeat changes nothing.",
      ),
    status_callback: z
      .boolean()
      .default(true)
      .describe("Ask for receipts at public_url. Otherwise they go where the dashboard says."),
    base_url: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe(
        "Takes the place of https://rest.nexmo.com or https://api.nexmo.com, for a region or a test.",
      ),
  })
  .refine(({ api, api_secret }) => api !== "sms" || api_secret !== undefined, {
    path: ["api_secret"],
    error: "api: sms signs requests in with an api_secret",
  })
  .refine(
    ({ api, api_secret, application_id, private_key }) =>
      api !== "messages" ||
      api_secret !== undefined ||
      (application_id !== undefined && private_key !== undefined),
    {
      path: ["private_key"],
      error:
        "api: messages signs requests in with application_id and private_key, or with an api_secret",
    },
  );
export type VonageSettings = z.output<typeof VonageSettings>;
