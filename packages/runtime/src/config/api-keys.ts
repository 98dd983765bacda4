import type { ApiKey } from "../http/auth.ts";
import { sha256 } from "../http/auth.ts";
import type { ApiKeyConfiguration } from "./service.ts";

/** The configured keys as the authenticator takes them. Call after `checkService` found nothing. */
export const apiKeysOf = (keys: readonly ApiKeyConfiguration[]): ApiKey[] =>
  keys.map((entry) => ({
    id: entry.id,
    tenant: entry.tenant,
    scopes: entry.scopes,
    sha256: () =>
      entry.sha256 ?? (entry.key === undefined ? "" : sha256(entry.key.current().reveal())),
    notBefore: entry.not_before === undefined ? null : Date.parse(entry.not_before),
    expiresAt: entry.expires_at === undefined ? null : Date.parse(entry.expires_at),
  }));
