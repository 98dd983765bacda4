import type { ApiKey } from "../http/auth.ts";
import { sha256 } from "../http/auth.ts";
import { SCOPES } from "../http/scopes.ts";
import { Secret } from "../log/secret.ts";
import type { TenantId } from "../time-and-ids.ts";

/** Who speaks to an adapter under test. */
export interface Tester {
  readonly tenant: TenantId;
  readonly key: Secret;
}

export const OWNER: Tester = { tenant: "tenant-a", key: new Secret("key-of-the-test-engine") };
export const STRANGER: Tester = { tenant: "tenant-b", key: new Secret("key-of-another-tenant") };

/** What the providers of signed sources sign with. */
export const TEST_SECRET = new Secret("secret-of-the-test-provider");

/** The same for providers whose secrets are keys in base64 (Standard Webhooks). */
export const TEST_KEY = new Secret(
  `whsec_${Buffer.from("secret-of-the-test-provider").toString("base64")}`,
);

export const apiKeyOf = ({ tenant, key }: Tester): ApiKey => ({
  id: `key-${tenant}`,
  tenant,
  scopes: SCOPES,
  sha256: () => sha256(key.reveal()),
  notBefore: null,
  expiresAt: null,
});
