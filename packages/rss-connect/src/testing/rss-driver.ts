import { UnderclaimError } from "@underclaim/contract";
import type { Given } from "@underclaim/contract/golden";
import { inProcessDriver, until, type InProcessDriver } from "@underclaim/runtime/testing";
import { RssConfiguration } from "../configuration.ts";
import { rssParts } from "../parts.ts";
import { scriptedTarget } from "./scripted-target.ts";
import { scriptedOutbound } from "./scripted-outbound.ts";

/**
 * The adapter as a golden drives it: `given.configuration` is that of the service, its feeds included. The first tenant
 * is the test's own, so that feeds are served under `/feeds/<feed_id>/rss.xml`.
 */
export const rssDriver = (): InProcessDriver =>
  inProcessDriver({
    name: "rss-connect",
    compose: (given, environment) => {
      const configuration = configurationOf(given, environment.tenant);
      const parts = rssParts({
        ...environment,
        configuration,
        random: () => 0,
        outbound: scriptedOutbound(environment.provider),
        targetOf: scriptedTarget(environment.provider),
      });
      return {
        definition: parts.definition,
        onCommitted: parts.onCommitted,
        onErased: parts.onErased,
        async routes(tools, runtime) {
          parts.routes(runtime)(tools);
          await parts.start();
        },
        seed: parts.registerConfigured,
        async flush() {
          await parts.flush();
          await until(() => !parts.busy());
        },
      };
    },
  });

function configurationOf({ configuration, documents }: Given, tenant: string): RssConfiguration {
  if (documents.length > 0) {
    throw new UnderclaimError(
      "given_documents",
      "given.documents: rss-connect holds nothing but what its configuration and actions made. Use given.configuration.feeds and action steps.",
    );
  }
  const parsed = RssConfiguration.parse({ tenants: [tenant], ...configuration });
  const secrets = [
    ...parsed.consumers.map(({ token }) => token),
    ...parsed.websub.subscriptions.map(({ secret }) => secret),
    ...parsed.websub.hub.subscribers.flatMap(({ secret }) => secret ?? []),
    ...parsed.targets.flatMap((target) =>
      target.kind === "s3" ? [target.access_key_id, target.secret_access_key] : [],
    ),
  ];
  for (const secret of secrets) {
    const problem = secret.open(NOWHERE, () => undefined);
    if (problem !== null) throw new UnderclaimError("given_secret", problem);
  }
  return parsed;
}

const noFile = (): never => {
  throw new UnderclaimError("given_secret", "A golden's secrets are written in it, not in files.");
};

/** A golden's configuration depends on no machine. */
const NOWHERE = { env: {}, folder: "/", readText: noFile, fingerprint: noFile, now: () => 0 };
