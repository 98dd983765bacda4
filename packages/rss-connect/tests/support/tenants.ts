/** Two tenants with a key each, which may do everything. */
export const KEYS = {
  acme: "acme-key-0123456789abcdef",
  globex: "globex-key-0123456789abcdef",
} as const;

const scopes = ["actions:write", "actions:read", "events:read", "events:write", "operate"];

export const TWO_TENANTS = {
  feeds: [],
  tenants: ["default", "acme", "globex"],
  api_keys: Object.entries(KEYS).map(([tenant, key]) => ({ id: tenant, tenant, scopes, key })),
};

export const as = (tenant: keyof typeof KEYS) => ({ authorization: `Bearer ${KEYS[tenant]}` });
