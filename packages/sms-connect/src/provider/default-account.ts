import type { SenderSettings } from "../configuration/senders.ts";
import type { SmsConfiguration } from "../configuration.ts";
import { SandboxSettings } from "./sandbox/settings.ts";

/** What stands in where nothing is configured: the sandbox, and a sender from the range kept free for films. */
export function withDefaults(
  configuration: Pick<SmsConfiguration, "providers" | "senders" | "tenants">,
): Pick<SmsConfiguration, "providers" | "senders"> {
  const { providers, senders, tenants } = configuration;
  if (providers.length > 0) return { providers, senders };
  const [tenant = "default"] = tenants;
  return {
    providers: [SandboxSettings.parse({ kind: "sandbox", account: "sandbox", tenant })],
    senders: senders.length > 0 ? senders : [SANDBOX_SENDER],
  };
}

const SANDBOX_SENDER: SenderSettings = {
  sender_identity_id: "sandbox",
  sender_type: "long_code",
  sender_value: "+4917604069099",
  provider_accounts: [],
  country_scope: [],
  registration_state: "not_required",
  use_case: "unknown",
  streams: [
    "transactional",
    "notification",
    "legal_or_high_assurance_notice",
    "verification",
    "system_alert",
    "test",
  ],
  limitations: [],
};
