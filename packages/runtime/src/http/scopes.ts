/**
 * What a key may be allowed to do. All but two concern the key's own tenant: `service:operate` (the lifecycle) and
 * `metrics:read` concern the whole service, so a tenant's own key should have neither.
 */
export const SCOPES = [
  "actions:write",
  "actions:read",
  "events:read",
  "events:write",
  "content:read",
  "operate",
  "service:operate",
  "metrics:read",
] as const;
export type Scope = (typeof SCOPES)[number];
