import { Duration, SecretInput } from "@underclaim/runtime";
import { z } from "zod";
import { accountSettings } from "../settings.ts";

/** A service plan of the Sinch SMS REST API. */
export const SinchSettings = z.strictObject({
  kind: z.literal("sinch"),
  ...accountSettings,
  service_plan_id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,128}$/, "an id of letters, digits, '_' and '-'")
    .describe("The service plan's id."),
  api_token: SecretInput.describe("The service plan's API token."),
  region: z
    .enum(["us", "eu", "au", "br", "ca"])
    .default("us")
    .describe("Where the service plan is hosted."),
  base_url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("In place of the region's address, such as a gateway's."),
  webhook_secrets: z
    .array(SecretInput)
    .default([])
    .describe(
      "What Sinch signs callbacks with, newest first; Sinch sets it up on request. None: no receipts and no replies are taken.",
    ),
  webhook_tolerance: Duration.refine((ms) => ms > 0, "must be some time")
    .default(300_000)
    .describe("How old a signature may be. What is older may be a replay and is refused."),
});
export type SinchSettings = z.output<typeof SinchSettings>;
