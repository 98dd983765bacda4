import type { Outcome } from "../definition/provider.ts";
import { StoreUnavailableError } from "../errors.ts";
import type { Operation } from "../store/port.ts";
import type { OperationId, TenantId } from "../time-and-ids.ts";
import type { ResolveAnswer } from "./adapter-runtime.ts";
import type { Engine } from "./engine.ts";
import { joinChanges } from "./interpret.ts";
import { factOf, moment, transitionOf } from "./settle.ts";

const MOST_ATTEMPTS = 64;

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
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const operation = (await engine.store.load(tenant, [{ operation: id }])).operation(id);
    if (operation === null) return "not_found";
    if (operation.state !== "unknown") return "not_unknown";
    const committed = await engine.commit(tenant, await word(engine, tenant, operation, as, note));
    if (!committed.ok) continue;
    engine.counters.outcomes[as] += 1;
    engine.counters.evidence += committed.added.length;
    engine.audit({ event: "operation.resolved", tenant, operation: id, detail: as });
    return "resolved";
  }
  throw new StoreUnavailableError(
    `The decision on ${id} lost ${MOST_ATTEMPTS} races in a row: too many others change the same thing.`,
    true,
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
