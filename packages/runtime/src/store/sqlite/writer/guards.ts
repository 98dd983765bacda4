import type { WireGuard } from "../wire.ts";
import { isIn, type OperationWrites } from "./operations.ts";
import type { Prepare } from "./statements.ts";

/** Checks guards in order; returns the index of the first that fails, or -1. */
export type FirstFailed = (tenant: string, guards: readonly WireGuard[]) => number;

export function guardChecks(prepare: Prepare, standing: OperationWrites["standing"]): FirstFailed {
  const doc = prepare("SELECT version FROM docs WHERE tenant = ? AND key = ?");
  const range = prepare(
    "SELECT count(*) AS total FROM (SELECT 1 FROM docs WHERE tenant = ? AND key >= ? AND key < ? LIMIT ?)",
  );
  const ref = prepare("SELECT 1 FROM refs WHERE tenant = ? AND ref = ?");
  const idempotency = prepare("SELECT expires_at FROM operations WHERE tenant = ? AND key = ?");
  const native = prepare(
    "SELECT due_at IS NOT NULL AS parked FROM ledger WHERE tenant = ? AND source = ? AND dedupe_key = ?",
  );

  const passes = (tenant: string, guard: WireGuard): boolean => {
    switch (guard[0]) {
      case "doc":
        return (doc.get(tenant, guard[1])?.["version"] ?? 0) === guard[2];
      case "range": {
        const [, from, below, atMost] = guard;
        return Number(range.get(tenant, from, below, atMost + 1)?.["total"]) <= atMost;
      }
      case "operation": {
        const [, id, fence, states, command, deadline] = guard;
        const stands = standing(tenant, id);
        if (stands === null) return false;
        return (
          isIn(stands, states, fence) &&
          (!command || stands.command) &&
          (deadline === null || stands.deadline === deadline)
        );
      }
      case "ref":
        return !ref.get(tenant, guard[1]);
      case "idempotency": {
        const row = idempotency.get(tenant, guard[1]);
        return !row || Number(row["expires_at"]) <= guard[2];
      }
      case "native": {
        const row = native.get(tenant, guard[1], guard[2]);
        return !row || row["parked"] === 1;
      }
    }
  };

  return (tenant, guards) => {
    for (let index = 0; index < guards.length; index++)
      if (!passes(tenant, guards[index] as WireGuard)) return index;
    return -1;
  };
}
