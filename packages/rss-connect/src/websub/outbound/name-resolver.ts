// Names that strangers give, looked up so that one whose name server is slow holds up no other. The system's own lookup
// (getaddrinfo) runs in a few threads that the whole process shares, and cannot be told to end.
import { lookup } from "node:dns";
import { Resolver } from "node:dns/promises";
import { createLanes } from "../model/lanes.ts";
import { hostsFile, systemHosts } from "./hosts-file.ts";

/** As `dns.lookup` with `all: true`. */
export type Resolve = (
  hostname: string,
  callback: (
    error: NodeJS.ErrnoException | null,
    addresses: readonly { readonly address: string; readonly family: number }[],
  ) => void,
) => void;

export interface NameResolverOptions {
  /** Default: the system's. */
  readonly servers?: readonly string[];
  /** What knows the names of this machine and its network. Default: getaddrinfo. */
  readonly system?: Resolve;
  /** The text of the hosts file (hosts(5)). Default: the system's, as it is at each look-up. */
  readonly hosts?: () => string;
  /** Of one query, at first, in milliseconds. */
  readonly timeoutMs?: number;
}

const TRIES = 2;
const SYSTEM_AT_ONCE = 2;
/** What is beyond is refused: nobody waits for it by then. */
const MOST_WAITING = 64;
/** DNS knows no such name, or there is none to ask. */
const UNKNOWN: ReadonlySet<unknown> = new Set(["ENOTFOUND", "ENODATA", "ECONNREFUSED"]);

const bySystem: Resolve = (hostname, callback) =>
  lookup(hostname, { all: true, verbatim: true }, callback);

/** Nobody else's name server is asked about these. */
const isLocal = (hostname: string): boolean => /^[^.]*\.?$|\.localhost\.?$/i.test(hostname);

/**
 * DNS, without a thread and with an end; the system, two names at once, about names of this machine and its hosts file, and
 * about what DNS does not know.
 */
export function nameResolver({
  servers,
  system = bySystem,
  hosts = systemHosts,
  timeoutMs = 1_500,
}: NameResolverOptions = {}): Resolve {
  const lanes = createLanes(SYSTEM_AT_ONCE, 1);
  const standsIn = hostsFile(hosts);

  const askSystem: Resolve = (hostname, tell) => {
    if (lanes.size() >= MOST_WAITING) return tell(failure("EBUSY", hostname), []);
    lanes.add(
      hostname,
      () =>
        new Promise((done) => {
          system(hostname, (error, addresses) => {
            done();
            tell(error, addresses);
          });
        }),
    );
  };

  return (hostname, tell) => {
    if (isLocal(hostname) || standsIn(hostname)) return askSystem(hostname, tell);
    // A new one each time: it reads the system's name servers as they are now.
    const resolver = new Resolver({ timeout: timeoutMs, tries: TRIES });
    if (servers !== undefined) resolver.setServers(servers);
    void Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]).then(
      ([four, six]) => {
        const found = [
          ...addressesOf(four).map((address) => ({ address, family: 4 })),
          ...addressesOf(six).map((address) => ({ address, family: 6 })),
        ];
        if (found.length > 0) return tell(null, found);
        const why = [four, six].map(codeOf).find((code) => !UNKNOWN.has(code));
        return why === undefined ? askSystem(hostname, tell) : tell(failure(why, hostname), []);
      },
    );
  };
}

const addressesOf = (result: PromiseSettledResult<string[]>): readonly string[] =>
  result.status === "fulfilled" ? result.value : [];

/** A name without addresses of one kind is no failure by itself. */
function codeOf(result: PromiseSettledResult<string[]>): string {
  if (result.status === "fulfilled") return "ENODATA";
  const reason: unknown = result.reason;
  return reason instanceof Error && "code" in reason ? String(reason.code) : "EAI_FAIL";
}

const failure = (code: string, hostname: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`${code}: the name was not looked up`), { code, hostname });
