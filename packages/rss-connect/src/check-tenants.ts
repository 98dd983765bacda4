import type { ConfigurationProblem } from "@underclaim/runtime";
import type { RssConfiguration } from "./configuration.ts";

/** What is configured for a tenant that there is none of: it would read, get and put nothing, and nobody would know why. */
export function unlistedTenants(configuration: RssConfiguration): ConfigurationProblem[] {
  const { tenants, consumers, targets, websub } = configuration;
  const all: Readonly<Record<string, readonly { readonly tenant?: string | undefined }[]>> = {
    consumers,
    targets,
    "websub.hub.subscribers": websub.hub.subscribers,
    "websub.subscriptions": websub.subscriptions,
  };
  return Object.entries(all).flatMap(([setting, entries]) =>
    entries.flatMap(({ tenant }, index) =>
      tenant === undefined || tenants.includes(tenant)
        ? []
        : [
            {
              path: `${setting}[${index}].tenant`,
              message: `tenants does not list ${tenant}. Name one of ${tenants.join(", ")}, or list it`,
              source: null,
            },
          ],
    ),
  );
}
