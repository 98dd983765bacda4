/** What a key may be allowed to do. */
export const SCOPES = [
  "actions:write",
  "actions:read",
  "events:read",
  "events:write",
  "content:read",
  "operate",
  "metrics:read",
] as const;
export type Scope = (typeof SCOPES)[number];
