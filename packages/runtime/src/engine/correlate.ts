import type { ProviderRef } from "@underclaim/contract";
import type { AboutOperation } from "../definition/adapter.ts";
import type { NativeDraft } from "../definition/native.ts";
import type { Target } from "../definition/target.ts";
import type { Guard, Operation, Read, Snapshot } from "../store/port.ts";
import type { Instant, TenantId } from "../time-and-ids.ts";
import { stableId } from "./digest.ts";
import { adapterCase, type Engine } from "./engine.ts";
import { namedBy, recordOf, targetOf } from "./operation-record.ts";
import { readUntilKnown } from "./read-until-known.ts";

export interface Correlation {
  readonly targets: readonly Target[];
  /** The operation, as read, where it was found by reference. */
  readonly operation: Operation | null;
  /** The lane of the operation that it is about, where that was found otherwise: it tells whether a sandbox speaks. */
  readonly lane?: string | null;
  /** What must still hold at the commit for this correlation to be right. */
  readonly guards: readonly Guard[];
}

/** By the strongest reference, where it leads to an operation that is on its way. Null: the store has to be asked. */
export function inFlight(
  engine: Engine,
  tenant: TenantId,
  { refs: [strongest] }: NativeDraft,
): Correlation | null {
  const operation = strongest === undefined ? null : engine.flights.find(tenant, strongest);
  if (operation === null) return null;
  return { ...about(operation, "reference"), guards: [asRead(operation)] };
}

/** That the operation still stands as it was read. */
export const asRead = ({ id, fence, state }: Operation): Guard => ({
  operation: id,
  fence,
  states: [state],
});

/** By reference, strongest first. Null: none of them is known. */
export async function byReference(
  engine: Engine,
  tenant: TenantId,
  native: NativeDraft,
): Promise<Correlation | null> {
  const operation = await findOperation(engine, tenant, native.refs);
  return operation === null ? null : about(operation, "reference");
}

/** By reference, strongest first; then by the adapter's own methods. Null: not found. */
export async function correlate(
  engine: Engine,
  tenant: TenantId,
  native: NativeDraft,
  receivedAt: Instant,
): Promise<Correlation | null> {
  const referred = await byReference(engine, tenant, native);
  if (referred !== null) return referred;

  for (const correlator of engine.definition.correlators ?? []) {
    const snapshot = await readUntilKnown(engine.store, tenant, (known) =>
      correlator.reads(native, known),
    );
    const found = correlator.find(native, snapshot, receivedAt);
    const { targets, lane } = await targetsOf(engine, tenant, found, correlator.method);
    // A method weaker than a reference says what the event is about, but settles and teaches no operation.
    if (targets.length > 0) return { targets, operation: null, guards: [], lane };
  }
  return null;
}

async function targetsOf(
  engine: Engine,
  tenant: TenantId,
  found: readonly (Omit<Target, "method"> | AboutOperation)[],
  method: Target["method"],
): Promise<{ readonly targets: readonly Target[]; readonly lane: string | null }> {
  const ids = found.flatMap((each) => ("aboutOperation" in each ? [each.aboutOperation] : []));
  const snapshot =
    ids.length === 0
      ? null
      : await engine.store.load(
          tenant,
          ids.map((operation): Read => ({ operation })),
        );
  let lane: string | null = null;
  const targets = found.flatMap((each) => {
    if (!("aboutOperation" in each)) return [{ ...each, method }];
    const operation = snapshot?.operation(each.aboutOperation) ?? null;
    if (operation === null) return [];
    lane ??= operation.lane;
    return [targetOf(operation.id, operation.subject, recordOf(operation), method)];
  });
  return { targets, lane };
}

/** Events of no case carry the adapter's reserved case. Nothing of them is lost; they wait for an operator. */
export function uncorrelated(engine: Engine, tenant: TenantId, native: NativeDraft): Correlation {
  const reservedCase = adapterCase(engine);
  const target: Target = {
    subject: stableId("un", tenant, native.source, native.dedupeKey),
    method: "uncorrelated",
    correlation: {
      correlation_id: stableId("un", tenant, native.source, native.dedupeKey),
      coordination_case_id: reservedCase,
      external_refs: [...native.refs],
    },
  };
  return {
    targets: [target],
    operation: null,
    guards: native.refs.map((ref) => ({ refUnknown: ref })),
  };
}

function about(operation: Operation, method: Target["method"]): Correlation {
  return {
    targets: [targetOf(operation.id, operation.subject, recordOf(operation), method)],
    operation,
    guards: [],
  };
}

async function findOperation(
  engine: Engine,
  tenant: TenantId,
  refs: readonly ProviderRef[],
): Promise<Operation | null> {
  if (refs.length === 0) return null;
  const named = refs.flatMap((ref) => namedBy(engine, ref) ?? []);
  const known: Snapshot = await engine.store.load(tenant, [
    ...refs.map((ref): Read => ({ ref })),
    ...named.map((operation): Read => ({ operation })),
  ]);
  for (const ref of refs) {
    const own = namedBy(engine, ref);
    const named = own === null ? null : known.operation(own);
    if (named !== null && recordOf(named).answers) return named;
    const id = known.ref(ref);
    const operation = id === null ? null : known.operation(id);
    if (operation !== null) return operation;
  }
  return null;
}
