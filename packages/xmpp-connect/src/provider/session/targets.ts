// Where an account's server is (RFC 6120 §3.2, XEP-0368): as configured, else as DNS says.
import { resolveSrv } from "node:dns/promises";
import { domainToASCII } from "node:url";
import { codeOf, SessionFailure } from "./failure.ts";

export interface SrvTarget {
  readonly name: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}
export type SrvLookup = (name: string) => Promise<readonly SrvTarget[]>;

export interface Target {
  readonly host: string;
  readonly port: number;
}

const DEFAULT_PORT = { starttls: 5222, direct: 5223 } as const;
const SERVICE = { starttls: "_xmpp-client", direct: "_xmpps-client" } as const;

export async function targetsOf(
  domain: string,
  {
    host,
    port,
    mode,
  }: { readonly host?: string; readonly port?: number; readonly mode: "starttls" | "direct" },
  random: () => number,
  lookup: SrvLookup = resolveSrv,
): Promise<readonly Target[]> {
  const name = domainToASCII(domain) || domain.replace(/^\[|\]$/g, "");
  if (host !== undefined || port !== undefined)
    return [{ host: host ?? name, port: port ?? DEFAULT_PORT[mode] }];
  const found = await lookup(`${SERVICE[mode]}._tcp.${name}`).catch((error: unknown) => {
    if (["ENOTFOUND", "ENODATA"].includes(codeOf(error))) return [];
    throw new SessionFailure("unreachable", "DNS did not answer.", codeOf(error));
  });
  if (found.length === 0) return [{ host: name, port: DEFAULT_PORT[mode] }];
  // RFC 2782: a lone root means that the service is decidedly not there.
  const offered = found.filter((each) => each.name !== "" && each.name !== ".");
  if (offered.length === 0)
    throw new SessionFailure("unreachable", "DNS says that there is no such service.", "srv");
  return ordered(offered, random).map((each) => ({ host: each.name, port: each.port }));
}

/** RFC 2782: the lowest priority first; among equals by chance, by weight. */
function ordered(targets: readonly SrvTarget[], random: () => number): readonly SrvTarget[] {
  const rest = [...targets].toSorted((a, b) => a.priority - b.priority || a.weight - b.weight);
  const result: SrvTarget[] = [];
  while (rest.length > 0) {
    const equals = rest.filter(({ priority }) => priority === rest[0]?.priority);
    let mark = random() * equals.reduce((sum, { weight }) => sum + weight, 0);
    const at = equals.findIndex(({ weight }) => (mark -= weight) <= 0);
    result.push(...rest.splice(Math.max(at, 0), 1));
  }
  return result;
}
