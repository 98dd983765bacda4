import type { NativeDraft } from "../definition/native.ts";
import type { Guard, Operation } from "../store/port.ts";
import type { TenantId } from "../time-and-ids.ts";
import type { Engine } from "./engine.ts";
import { recordOf } from "./operation-record.ts";

export interface Rechecked {
  readonly guards: readonly Guard[];
  readonly refused: NativeDraft | null;
}

/** Lets the adapter look at a leaving operation again. */
export async function recheck(
  engine: Engine,
  tenant: TenantId,
  operation: Operation,
): Promise<Rechecked> {
  const asked = engine.definition.recheck;
  if (asked === undefined) return { guards: [], refused: null };
  const { correlation, metadata } = recordOf(operation);
  const leaving = {
    operation: operation.id,
    caseId: correlation.coordination_case_id ?? "",
    metadata,
  };
  const snapshot = await engine.store.load(tenant, asked.reads(leaving));
  return asked.check(leaving, snapshot, engine.clock.now());
}
