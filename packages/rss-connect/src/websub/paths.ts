// Where the hub and this service's own callbacks stand. The paths of `home`, the service's first tenant, name no tenant.
import type { TenantId } from "@underclaim/runtime";

const underTenant = (tenant: TenantId, home: TenantId): string =>
  tenant === home ? "" : `/t/${encodeURIComponent(tenant)}`;

export const hubPath = (tenant: TenantId, home: TenantId): string =>
  `${underTenant(tenant, home)}/websub`;

export const callbackPath = (id: string, token: string): string =>
  `/websub/callbacks/${encodeURIComponent(id)}/${encodeURIComponent(token)}`;
