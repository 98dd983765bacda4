import type { NativeDraft } from "../definition/native.ts";
import type { Guard, Operation } from "../store/port.ts";
import type { TenantId } from "../time-and-ids.ts";
import { assumeAbsent, hasGuard } from "./assume-absent.ts";
import type { Engine } from "./engine.ts";
import { recordOf } from "./operation-record.ts";

export interface Rechecked {
  readonly guards: readonly Guard[];
  readonly refused: NativeDraft | null;
}

/**
 * Lets the adapter look at a leaving operation again. At first as if nothing stood against it, where it only asks for
 * documents: mostly nothing does, and the commit checks it anyhow (`assumeAbsent`).
 */
export async function recheck(
  engine: Engine,
  tenant: TenantId,
  operation: Operation,
  { assume }: { readonly assume: boolean },
): Promise<Rechecked> {
  const asked = engine.definition.recheck;
  if (asked === undefined) return { guards: [], refused: null };
  const { correlation, metadata } = recordOf(operation);
  const leaving = {
    operation: operation.id,
    caseId: correlation.coordination_case_id ?? "",
    metadata,
  };
  const reads = asked.reads(leaving);
  const now = engine.clock.now();
  const assumed = assume ? assumeAbsent(() => reads) : null;
  if (assumed === null) return asked.check(leaving, await engine.store.load(tenant, reads), now);
  const { guards, refused } = asked.check(leaving, assumed.snapshot, now);
  // That something is absent (a consent) is looked at before it ends an operation.
  if (refused !== null) return recheck(engine, tenant, operation, { assume: false });
  return {
    guards: [...guards, ...assumed.guards.filter((guard) => !hasGuard(guards, guard))],
    refused,
  };
}
