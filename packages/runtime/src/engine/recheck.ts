import type { NativeDraft } from "../definition/native.ts";
import type { Guard, Key, Operation, Read, Snapshot } from "../store/port.ts";
import type { TenantId } from "../time-and-ids.ts";
import type { Engine } from "./engine.ts";
import { recordOf } from "./operation-record.ts";

export interface Rechecked {
  readonly snapshot: Snapshot;
  readonly guards: readonly Guard[];
  readonly refused: NativeDraft | null;
}

/** Reads what a leaving operation needs, `also` included, and lets the adapter look at it again. One round trip. */
export async function recheck(
  engine: Engine,
  tenant: TenantId,
  operation: Operation,
  also: Key,
): Promise<Rechecked> {
  const asked = engine.definition.recheck;
  const { correlation, metadata } = recordOf(operation);
  const leaving = {
    operation: operation.id,
    caseId: correlation.coordination_case_id ?? "",
    metadata,
  };
  const reads: readonly Read[] = asked?.reads(leaving) ?? [];
  const snapshot = await engine.store.load(tenant, [{ doc: also }, ...reads]);
  const now = engine.clock.now();
  const checked = asked?.check(leaving, snapshot, now) ?? { guards: [], refused: null };
  return { snapshot, ...checked };
}
