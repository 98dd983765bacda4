import { UnderclaimError } from "@underclaim/contract";
import type { Given } from "@underclaim/contract/golden";
import { loadConfiguration } from "@underclaim/runtime";
import { inProcessDriver, type InProcessDriver } from "@underclaim/runtime/testing";
import { checkXmpp } from "../check-configuration.ts";
import { XmppConfiguration } from "../configuration.ts";
import { xmppParts } from "../parts.ts";
import { scriptedTransport } from "./scripted-transport.ts";

/**
 * The adapter as a golden drives it: `given.configuration` is that of the service. Stanzas arrive as XML over the session
 * source `xmpp.stanza`; what its server says of a stanza is a `provider_reply` step in the form of `Submitted`.
 */
export const xmppDriver = (): InProcessDriver =>
  inProcessDriver({
    name: "xmpp-connect",
    compose: async (given, environment) => {
      const configuration = configurationOf(given, environment.tenant);
      const parts = await xmppParts({
        ...environment,
        configuration,
        random: () => 0.5,
        connect: (settings) => scriptedTransport(settings, environment),
      });
      return {
        definition: parts.definition,
        providers: parts.providers,
        onErased: parts.onErased,
        settings: {
          leaseMs: configuration.lease,
          raw: { keep: configuration.raw.enabled, retentionMs: configuration.raw.retention },
        },
        routes: (tools, runtime) => parts.routes(runtime)(tools),
      };
    },
  });

function configurationOf({ configuration, documents }: Given, tenant: string): XmppConfiguration {
  if (documents.length > 0) {
    throw new UnderclaimError(
      "given_documents",
      "given.documents: xmpp-connect holds nothing but what its configuration and actions made. Use given.configuration and action steps.",
    );
  }
  const { accounts = [], participants = [], ...rest } = configuration as Lists;
  const settings = {
    tenants: [tenant],
    // No service of one tenant other than the default one is without keys. Nobody holds this one.
    api_keys: [{ id: "golden", tenant, scopes: ["operate"], sha256: "0".repeat(64) }],
    accounts: accounts.map((each) => ({ tenant, ...each })),
    participants: participants.map((each) => ({ tenant, ...each })),
    ...rest,
  };
  return loadConfiguration(XmppConfiguration, { check: checkXmpp, world: worldOf(settings) })
    .configuration;
}

interface Lists {
  readonly accounts?: readonly object[];
  readonly participants?: readonly object[];
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
