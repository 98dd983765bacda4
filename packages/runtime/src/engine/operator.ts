import type { Outcome } from "../definition/provider.ts";
import type { OperationId, TenantId } from "../time-and-ids.ts";
import type { ResolveAnswer } from "./adapter-runtime.ts";
import type { Engine } from "./engine.ts";
import { moment, settle } from "./settle.ts";

/** An operator's word on an operation of which the adapter knows no outcome. It is recorded as an operator's word. */
export async function resolveUnknown(
  engine: Engine,
  tenant: TenantId,
  id: OperationId,
  as: "accepted" | "rejected",
  note: string,
): Promise<ResolveAnswer> {
  const operation = (await engine.store.load(tenant, [{ operation: id }])).operation(id);
  if (operation === null) return "not_found";
  if (operation.state !== "unknown") return "not_unknown";
  const moments = engine.definition.moments;
  const type = as === "accepted" ? moments?.resolvedAccepted : moments?.resolvedRejected;
  const native =
    type === undefined
      ? []
      : [
          {
            ...moment(type, operation, `resolved:${as}`, engine.clock.now()),
            source: "operator",
            observation: { source_type: "manual" as const, source_confidence: "medium" as const },
            metadata: { note },
          },
        ];
  const outcome: Outcome = { kind: as, refs: [], natives: native };
  await settle(engine, tenant, operation, outcome, ["unknown"]);
  engine.audit({ event: "operation.resolved", tenant, operation: id, detail: as });
  return "resolved";
}
