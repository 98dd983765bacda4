import { createHash } from "node:crypto";
import { SmsConfiguration } from "../../src/configuration.ts";
import type { SmsKit } from "../../src/kit.ts";
import { opened } from "./opened.ts";

/** A kit over these accounts. */
export function kitOf(providers: readonly object[], more: object = {}): SmsKit {
  const settings = opened(SmsConfiguration.parse({ ...more, providers }));
  return {
    settings,
    accounts: settings.providers.map(({ account, tenant, kind }) => ({
      account,
      tenant,
      kind,
      environment: "production" as const,
      features: [],
      namesParts: false,
      cancels: false,
    })),
    numberId: (address) => `ep_${createHash("sha256").update(address).digest("hex").slice(0, 32)}`,
  };
}
