import type { SecretSource } from "@underclaim/runtime";
import type { TwilioSettings } from "./settings.ts";

/** What verifies the webhooks of this account, by source. Only POST is taken: set the number's webhook to HTTP POST. */
export const twilioSourceSecrets = ({
  auth_tokens,
}: Pick<TwilioSettings, "auth_tokens">): Readonly<Record<string, readonly SecretSource[]>> => ({
  "twilio.status": auth_tokens,
  "twilio.inbound": auth_tokens,
});
