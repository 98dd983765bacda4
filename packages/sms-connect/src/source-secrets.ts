// Which webhooks an account's provider posts, and what verifies them: taken from the account itself, written down once.
import type { SecretSource } from "@underclaim/runtime";
import type { ProviderSettings } from "./configuration/providers.ts";
import type { SmsConfiguration } from "./configuration.ts";
import { birdSourceSecrets } from "./provider/bird/source-secrets.ts";
import { sinchSourceSecrets } from "./provider/sinch/source-secrets.ts";
import { twilioSourceSecrets } from "./provider/twilio/source-secrets.ts";
import { vonageSourceSecrets } from "./provider/vonage/source-secrets.ts";

function secretsOf(settings: ProviderSettings): Readonly<Record<string, readonly SecretSource[]>> {
  switch (settings.kind) {
    case "twilio":
      return twilioSourceSecrets(settings);
    case "vonage":
      return vonageSourceSecrets(settings);
    case "sinch":
      return sinchSourceSecrets(settings);
    case "bird":
      return birdSourceSecrets(settings);
    // These hand in what they receive over their own sessions.
    case "smpp":
    case "sandbox":
      return {};
  }
}

/** `sources` of the configuration, with the accounts of `providers` added: `/adapter/events/provider/<source>/<account>`. */
export function sourcesWith({
  sources,
  providers,
}: Pick<SmsConfiguration, "sources" | "providers">): SmsConfiguration["sources"] {
  const all: Record<string, SmsConfiguration["sources"][string]> = { ...sources };
  for (const settings of providers) {
    for (const [source, secrets] of Object.entries(secretsOf(settings))) {
      all[source] = {
        [settings.account]: { tenant: settings.tenant, secrets: [...secrets] },
        ...all[source],
      };
    }
  }
  return all;
}
