// Where this service may connect to on somebody else's word: the public Internet, and what the operator adds.
import ipaddr from "ipaddr.js";

export interface AddressRules {
  /** Ports of public addresses. */
  readonly ports: ReadonlySet<number> | "any";
  /** Networks that are not public and allowed all the same, on every port. */
  readonly networks: readonly Network[];
}

type Network = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** "10.1.0.0/16", "fd00::/8". Null: not a network. */
export function networkOf(cidr: string): Network | null {
  return ipaddr.isValidCIDR(cidr) ? ipaddr.parseCIDR(cidr) : null;
}

/** Public by its range, but answers with a cloud machine's own secrets. */
const METADATA: ReadonlySet<string> = new Set(["168.63.129.16"]);
/** RFC 4291 §2.4: global unicast addresses are of 2000::/3 so far. Leaves out IPv4-compatible and site-local ones. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");

/** Null: may be connected to. Else why not; names no address. */
export function addressProblem(address: string, port: number, rules: AddressRules): string | null {
  if (!ipaddr.isValid(address)) return "not an address";
  // An IPv4-mapped IPv6 address is the IPv4 address.
  const parsed = ipaddr.process(address);
  if (rules.networks.some((network) => within(parsed, network))) return null;
  const range = parsed.range();
  if (range !== "unicast") return `a ${range} address`;
  if (METADATA.has(parsed.toString())) return "a metadata address";
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(GLOBAL_UNICAST)) return "a reserved address";
  if (rules.ports !== "any" && !rules.ports.has(port)) return "a port that is not allowed";
  return null;
}

const within = (address: ipaddr.IPv4 | ipaddr.IPv6, [base, bits]: Network): boolean =>
  address.kind() === base.kind() && address.match(base, bits);

/** `URL.port` is empty for the scheme's own. */
export const portOf = ({ port, protocol }: Pick<URL, "port" | "protocol">): number =>
  port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);

/** `URL.hostname` without the brackets of an IPv6 literal. */
export const hostOf = ({ hostname }: Pick<URL, "hostname">): string =>
  hostname.replace(/^\[(.*)\]$/, "$1");
