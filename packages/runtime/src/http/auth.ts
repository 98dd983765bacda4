import { hash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { Clock, Instant, TenantId } from "../time-and-ids.ts";
import { hostOf, isLoopback, isLoopbackOrigin } from "./loopback.ts";
import { SCOPES } from "./scopes.ts";
import type { Scope } from "./scopes.ts";

export interface ApiKey {
  /** Names the key in logs; never secret. */
  readonly id: string;
  readonly tenant: TenantId;
  readonly scopes: readonly Scope[];
  /** SHA-256 of the key, lower-case hex, as it stands now: a rotated key changes it. */
  readonly sha256: () => string;
  readonly notBefore: Instant | null;
  readonly expiresAt: Instant | null;
}

/** Who asks. */
export interface Principal {
  readonly keyId: string;
  readonly tenant: TenantId;
  readonly scopes: ReadonlySet<Scope>;
}

export type AuthRefusal = "unauthenticated" | "foreign_origin";

export interface Authenticator {
  /** False: no keys are configured, and everybody on this machine is the tenant `default`. */
  readonly keyed: boolean;
  authenticate(headers: IncomingHttpHeaders): Principal | AuthRefusal;
}

export const sha256 = (text: string): string => hash("sha256", text, "hex");

/** How often, at most, rotated keys are looked for. */
const REFRESH_MS = 1_000;
/** In characters; a longer one is not looked up. */
export const LONGEST_KEY = 512;

interface Entry {
  readonly principal: Principal;
  readonly notBefore: Instant;
  readonly expiresAt: Instant;
}

/**
 * Finds the key by its digest: how long the look-up takes depends on the digest of what was presented, which tells
 * nothing about a key. Without keys, see `implicitTenant`.
 */
export function authenticator(keys: readonly ApiKey[], clock: Clock): Authenticator {
  if (keys.length === 0) return implicitTenant;
  const principals = keys.map(({ id, tenant, scopes }) => ({
    keyId: id,
    tenant,
    scopes: new Set(scopes),
  }));
  let entries = new Map<string, Entry[]>();
  let refreshedAt = Number.NEGATIVE_INFINITY;

  const refresh = (now: Instant): void => {
    entries = new Map();
    for (const [index, key] of keys.entries()) {
      const principal = principals[index];
      if (principal === undefined) continue;
      const entry: Entry = {
        principal,
        notBefore: key.notBefore ?? Number.NEGATIVE_INFINITY,
        expiresAt: key.expiresAt ?? Number.POSITIVE_INFINITY,
      };
      const digest = key.sha256();
      const same = entries.get(digest);
      if (same === undefined) entries.set(digest, [entry]);
      else same.push(entry);
    }
    refreshedAt = now;
  };

  return {
    keyed: true,
    authenticate(headers) {
      const key = presentedKey(headers);
      if (key === null) return "unauthenticated";
      const now = clock.now();
      // A clock set back must not keep a withdrawn key alive.
      if (Math.abs(now - refreshedAt) >= REFRESH_MS) refresh(now);
      const found = entries.get(sha256(key));
      if (found === undefined) return "unauthenticated";
      for (const { principal, notBefore, expiresAt } of found) {
        if (notBefore <= now && now < expiresAt) return principal;
      }
      return "unauthenticated";
    },
  };
}

/** `Authorization: Bearer <key>`, else `X-API-Key: <key>`. */
function presentedKey({ authorization, "x-api-key": header }: IncomingHttpHeaders): string | null {
  const key = authorization === undefined ? header : /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
  return typeof key === "string" && key !== "" && key.length <= LONGEST_KEY ? key : null;
}

const everybody: Principal = {
  keyId: "local",
  tenant: "default",
  scopes: new Set(SCOPES),
};

/**
 * No keys: a service on loopback. A web page open in a browser on this machine reaches it, too, so a request that a foreign
 * page caused is refused by its Origin, and one to a rebound name by its Host.
 */
const implicitTenant: Authenticator = {
  keyed: false,
  authenticate({ host, origin }) {
    if (host !== undefined && !isLoopback(hostOf(host))) return "foreign_origin";
    if (origin !== undefined && !isLoopbackOrigin(origin)) return "foreign_origin";
    return everybody;
  },
};
