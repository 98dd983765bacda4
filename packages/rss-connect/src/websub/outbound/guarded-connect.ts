// Checked where the connection is made: what a name says when it is looked up is what is connected to, so that no second
// answer (DNS rebinding) can differ from the one that was checked.
import { isIP, type LookupFunction } from "node:net";
import { getCACertificates } from "node:tls";
import { buildConnector } from "undici";
import { addressProblem, type AddressRules } from "../model/address-rules.ts";
import { nameResolver, type Resolve } from "./name-resolver.ts";

export class ForbiddenAddress extends Error {
  readonly code = "FORBIDDEN_ADDRESS";
}

/** Why no connection came about: over it nothing can have been written. */
const unconnected = new WeakSet<Error>();
export const cameToNoConnection = (error: unknown): boolean =>
  error instanceof Error && unconnected.has(error);

const withoutBrackets = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, "$1");

/** One address of a name that is forbidden forbids the name: which of them would be taken is not ours to say. */
function guardedLookup(rules: AddressRules, resolve: Resolve, port: number): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      if (error !== null) return callback(error, "", 0);
      const [first] = addresses;
      if (first === undefined) return callback(new ForbiddenAddress("no address"), "", 0);
      for (const { address } of addresses) {
        const problem = addressProblem(address, port, rules);
        if (problem !== null) return callback(new ForbiddenAddress(problem), "", 0);
      }
      if (options.all === true) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    });
  };
}

export function guardedConnector(
  rules: AddressRules,
  {
    resolve = nameResolver(),
    timeoutMs,
    ca,
  }: {
    readonly resolve?: Resolve;
    readonly timeoutMs: number;
    /** Certificates in PEM, trusted beside those that the system trusts. */
    readonly ca?: string;
  },
): buildConnector.connector {
  const trusted = ca === undefined ? {} : { ca: [...getCACertificates("default"), ca] };
  /** By port: the lookup is told no port. */
  const connectors = new Map<number, buildConnector.connector>();
  const connectorFor = (port: number): buildConnector.connector => {
    const known = connectors.get(port);
    if (known !== undefined) return known;
    const made = buildConnector({
      timeout: timeoutMs,
      maxCachedSessions: 100,
      lookup: guardedLookup(rules, resolve, port),
      ...trusted,
    });
    // A closed set: only ports that are allowed come so far, or those of one's own networks.
    if (connectors.size < 1_024) connectors.set(port, made);
    return made;
  };
  return (options, callback) => {
    const port = Number(options.port) || (options.protocol === "https:" ? 443 : 80);
    const host = withoutBrackets(options.hostname);
    // A literal is never looked up.
    const problem = isIP(host) === 0 ? null : addressProblem(host, port, rules);
    if (problem !== null) return callback(new ForbiddenAddress(problem), null);
    connectorFor(port)(options, (error, socket) => {
      if (error !== null || socket === null) {
        const why = error ?? new Error("no socket");
        unconnected.add(why);
        callback(why, null);
        return;
      }
      const reached = addressProblem(socket.remoteAddress ?? "", socket.remotePort ?? port, rules);
      if (reached === null) return callback(null, socket);
      socket.destroy();
      callback(new ForbiddenAddress(reached), null);
    });
  };
}
