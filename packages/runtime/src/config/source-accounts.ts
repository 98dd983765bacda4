import type { Secret } from "../log/secret.ts";
import type { TenantId } from "../time-and-ids.ts";
import type { ServiceConfiguration } from "./service.ts";

/** The account meant where a path names none. */
const DEFAULT_ACCOUNT = "default";

/** Accounts of sources of provider events. */
export interface SourceAccounts {
  /** Whose account it is, or null where there is none of this name. */
  tenant(source: string, account: string | null): TenantId | null;
  /** Of all its accounts. */
  names(source: string): readonly string[];
  /** All secrets that verify its signatures now, newest first. */
  secrets(source: string, account: string | null): readonly Secret[];
}

export function sourceAccounts(sources: ServiceConfiguration["sources"]): SourceAccounts {
  const find = (source: string, account: string | null) => {
    const accounts = Object.hasOwn(sources, source) ? sources[source] : undefined;
    const name = account ?? DEFAULT_ACCOUNT;
    return accounts !== undefined && Object.hasOwn(accounts, name) ? accounts[name] : undefined;
  };
  return {
    tenant: (source, account) => find(source, account)?.tenant ?? null,
    names: (source) => Object.keys((Object.hasOwn(sources, source) && sources[source]) || {}),
    secrets: (source, account) => find(source, account)?.secrets.map((s) => s.current()) ?? [],
  };
}
