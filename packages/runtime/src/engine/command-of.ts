import type { Command } from "../definition/provider.ts";
import type { Operation } from "../store/port.ts";
import type { TenantId } from "../time-and-ids.ts";

/** What a provider is handed; null where it is kept no longer. */
export function commandOf(tenant: TenantId, operation: Operation): Command | null {
  if (operation.command === null) return null;
  return {
    tenant,
    operation: operation.id,
    subject: operation.subject,
    lane: operation.lane,
    fence: operation.fence,
    command: JSON.parse(operation.command) as Command["command"],
  };
}
