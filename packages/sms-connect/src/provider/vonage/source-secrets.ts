import type { SecretSource } from "@underclaim/runtime";
import type { VonageSettings } from "./settings.ts";

/** What verifies the webhooks of this account, by source. Only POST is taken: set the webhook format to POST or POST-JSON. */
export function vonageSourceSecrets({
  api,
  signature_secrets,
}: Pick<VonageSettings, "api" | "signature_secrets">): Readonly<
  Record<string, readonly SecretSource[]>
> {
  return api === "sms"
    ? { "vonage.dlr": signature_secrets, "vonage.inbound": signature_secrets }
    : {
        "vonage.messages_status": signature_secrets,
        "vonage.messages_inbound": signature_secrets,
      };
}
