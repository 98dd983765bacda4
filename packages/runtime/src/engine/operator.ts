import type { Outcome } from "../definition/provider.ts";
import type { Operation } from "../store/port.ts";
import type { OperationId, TenantId } from "../time-and-ids.ts";
import type { ResolveAnswer } from "./adapter-runtime.ts";
import type { Engine } from "./engine.ts";
import { joinChanges } from "./interpret.ts";
import type { Attempt } from "./races.ts";
import { factOf, moment, transitionOf } from "./settle.ts";

/**
 * An operator's word on an operation of which the adapter knows no outcome, recorded as an operator's word. It is no
 * fact of the channel: it is written with the transition or, where somebody else has settled the operation, not at all.
 */
export async function resolveUnknown(
  engine: Engine,
  tenant: TenantId,
  id: OperationId,
  as: "accepted" | "rejected",
  note: string,
): Promise<ResolveAnswer> {
  const attempt = async (): Promise<Attempt<ResolveAnswer>> => {
    const operation = (await engine.store.load(tenant, [{ operation: id }])).operation(id);
    if (operation === null) return { won: "not_found" };
    if (operation.state !== "unknown") return { won: "not_unknown" };
    const committed = await engine.commit(tenant, await word(engine, tenant, operation, as, note));
    if (!committed.ok) return { lost: committed.guard };
    engine.counters.outcomes[as] += 1;
    engine.counters.evidence += committed.added.length;
    engine.audit({ event: "operation.resolved", tenant, operation: id, detail: as });
    return { won: "resolved" };
  };
  return engine.races.run(
    tenant,
    { who: `The decision on ${id}`, remedy: "the same thing." },
    attempt,
  );
}

async function word(
  engine: Engine,
  tenant: TenantId,
  operation: Operation,
  as: "accepted" | "rejected",
  note: string,
) {
  const now = engine.clock.now();
  const { moments } = engine.definition;
  const type = as === "accepted" ? moments?.resolvedAccepted : moments?.resolvedRejected;
  const outcome: Outcome = { kind: as, refs: [], natives: [] };
  const guard = { operation: operation.id, fence: operation.fence, states: ["unknown"] } as const;
  const settled = {
    guards: [guard],
    operations: [transitionOf(engine, operation, outcome, now)],
  };
  if (type === undefined) return settled;
  const native = {
    ...moment(type, operation, `resolved:${as}`, now),
    source: "operator",
    observation: { source_type: "manual", source_confidence: "medium" },
    metadata: { note },
  } as const;
  return joinChanges(settled, await factOf(engine, tenant, operation, native, now));
}
