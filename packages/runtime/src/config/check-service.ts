import { sha256 as digestOf } from "../http/auth.ts";
import { isLoopback } from "../http/loopback.ts";
import { wrongKey } from "./api-keys.ts";
import type { ConfigurationProblem } from "./errors.ts";
import { nearest } from "./nearest.ts";
import type { ServiceConfiguration } from "./service.ts";

type Checked = Pick<ServiceConfiguration, "listen" | "api_keys" | "tenants" | "sources">;

const problem = (path: string, message: string): ConfigurationProblem => ({
  path,
  message,
  source: null,
});

/** Rules between settings, for `loadConfiguration(schema, { check: checkService })`. */
export function checkService(configuration: Checked): ConfigurationProblem[] {
  return [
    ...checkListen(configuration),
    ...checkKeys(configuration),
    ...checkTenants(configuration),
  ];
}

/** Without keys everybody who reaches the port may do everything, so only this machine may reach it. */
function checkListen({ listen, api_keys }: Checked): ConfigurationProblem[] {
  if (api_keys.length > 0 || isLoopback(listen.host)) return [];
  return [
    problem(
      "listen.host",
      `${listen.host} can be reached from other machines, but no api_keys are configured. Configure at least one key, or listen on 127.0.0.1.`,
    ),
  ];
}

function checkKeys({ api_keys }: Checked): ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = [];
  const seen = new Set<string>();
  const digests = new Map<string, string>();
  for (const [index, { id, key, sha256, not_before, expires_at }] of api_keys.entries()) {
    const path = `api_keys[${index}]`;
    if ((key === undefined) === (sha256 === undefined)) {
      problems.push(problem(path, "needs either key or sha256, and not both"));
    }
    if (key !== undefined) {
      const wrong = wrongKey(key.current().reveal());
      if (wrong !== null) problems.push(problem(`${path}.key`, wrong));
    }
    const digest = sha256 ?? (key === undefined ? "" : digestOf(key.current().reveal()));
    const other = digests.get(digest);
    if (other !== undefined) problems.push(problem(path, `${other} has the same key`));
    if (digest !== "") digests.set(digest, path);
    if (seen.has(id)) problems.push(problem(`${path}.id`, `another key is called ${id}, too`));
    seen.add(id);
    if (not_before !== undefined && expires_at !== undefined) {
      if (Date.parse(not_before) >= Date.parse(expires_at)) {
        problems.push(problem(`${path}.expires_at`, "is not after not_before"));
      }
    }
  }
  return problems;
}

/** Whose everything is that names no tenant: keys, accounts, and every request where there are no keys. */
const UNNAMED = "default";

function checkTenants({ api_keys, sources, tenants }: Checked): ConfigurationProblem[] {
  const named: [string, string][] = api_keys.map(({ tenant }, index) => [
    `api_keys[${index}].tenant`,
    tenant,
  ]);
  for (const [source, accounts] of Object.entries(sources)) {
    for (const [account, { tenant }] of Object.entries(accounts)) {
      named.push([`sources.${source}.${account}.tenant`, tenant]);
    }
  }
  const nobodys =
    api_keys.length === 0 && !tenants.includes(UNNAMED)
      ? [
          problem(
            "tenants",
            `lists ${tenants.join(", ")}, but without api_keys every request is of the tenant ${UNNAMED}. Configure an api_key of each tenant, or list ${UNNAMED}, too.`,
          ),
        ]
      : [];
  const unlisted = named
    .filter(([, tenant]) => !tenants.includes(tenant))
    .map(([path, tenant]) => {
      const meant = nearest(tenant, tenants);
      const why =
        tenant === UNNAMED
          ? ", which is meant where no tenant is named. Name one that it lists, or list it"
          : meant === null
            ? ""
            : `; did you mean ${meant}?`;
      return problem(path, `tenants does not list ${tenant}${why}`);
    });
  return [...nobodys, ...unlisted];
}
