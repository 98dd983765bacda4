import type { SecretSource } from "@underclaim/runtime";
import type { SinchSettings } from "./settings.ts";

/** What verifies this account's webhooks, by source. Without a secret it has none: nothing could be verified. */
export const sinchSourceSecrets = ({
  webhook_secrets,
}: Pick<SinchSettings, "webhook_secrets">): Readonly<Record<string, readonly SecretSource[]>> =>
  webhook_secrets.length === 0
    ? {}
    : { "sinch.delivery_report": webhook_secrets, "sinch.inbound": webhook_secrets };
