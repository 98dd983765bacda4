import { UnderclaimError } from "@underclaim/contract";
import type { Given } from "@underclaim/contract/golden";
import { loadConfiguration, Secret } from "@underclaim/runtime";
import { inProcessDriver, type InProcessDriver } from "@underclaim/runtime/testing";
import { checkSms } from "../check-configuration.ts";
import { SmsConfiguration } from "../configuration.ts";
import { smsParts } from "../parts.ts";
import { bodySigners, signers } from "./signers.ts";
import { scriptedSmsc } from "./smsc.ts";

/** Webhooks that are posted as forms. */
const FORM = "application/x-www-form-urlencoded";
/** One for the runtime and the adapter, as in the service: both name a number alike. */
const DIGEST_KEY = new Secret("key-of-the-test-digests");

/** A golden's clock is moved by days: looking each half minute would take minutes. */
const WATCH_EVERY_MS = 6 * 3_600_000;

/**
 * The adapter as a golden drives it: `given.configuration` is that of the service. Providers over HTTP and
 * SMSCs are answered by `provider_reply` steps; webhooks are signed with the test's secret; what arrives over a session is handed in as it is.
 */
export const smsDriver = (): InProcessDriver =>
  inProcessDriver({
    name: "sms-connect",
    signers,
    bodySigners,
    contentTypes: {
      "twilio.status": FORM,
      "twilio.inbound": FORM,
      "vonage.dlr": FORM,
      "vonage.inbound": FORM,
      "messagebird.status": FORM,
      "messagebird.inbound": FORM,
    },
    compose: async (given, environment) => {
      const configuration = configurationOf(given, environment.tenant);
      const parts = await smsParts({
        ...environment,
        configuration,
        random: () => 0.5,
        digestKey: DIGEST_KEY,
        fetch: environment.provider.fetch,
        connect: scriptedSmsc(environment.provider),
        watchEveryMs: WATCH_EVERY_MS,
      });
      return {
        definition: parts.definition,
        // A life ends without goodbye: its clock stands still, and nobody would be waited for any more.
        providers: parts.providers.map(({ stop: _stop, ...provider }) => provider),
        settings: { leaseMs: configuration.lease, digestKey: DIGEST_KEY },
        onCommitted: parts.onCommitted,
        onErased: parts.onErased,
        async routes(tools, runtime) {
          parts.routes(runtime)(tools);
          await parts.watch(runtime);
        },
      };
    },
  });

function configurationOf({ configuration, documents }: Given, tenant: string): SmsConfiguration {
  if (documents.length > 0) {
    throw new UnderclaimError(
      "given_documents",
      "given.documents: sms-connect holds nothing but what its configuration and actions made. Use given.configuration and action steps.",
    );
  }
  const { providers = [], ...rest } = configuration as { readonly providers?: readonly object[] };
  const settings = {
    tenants: [tenant],
    // No service of one tenant other than the default one is without keys. Nobody holds this one.
    api_keys: [{ id: "golden", tenant, scopes: ["operate"], sha256: "0".repeat(64) }],
    public_url: "http://adapter.test",
    providers: providers.map((each) => ({ tenant, ...each })),
    ...rest,
  };
  return loadConfiguration(SmsConfiguration, { check: checkSms, world: worldOf(settings) })
    .configuration;
}

/** A golden's configuration depends on no machine: it is all there is, and its secrets are written in it. */
const worldOf = (settings: Readonly<Record<string, unknown>>) => ({
  env: Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      `UNDERCLAIM_${key.toUpperCase()}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  ),
  folder: "/",
  readText: noFile,
  fingerprint: noFile,
  now: () => 0,
});

function noFile(): never {
  throw new UnderclaimError("given_secret", "A golden's secrets are written in it, not in files.");
}
