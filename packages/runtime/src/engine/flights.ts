import type { ProviderRef } from "@underclaim/contract";
import type { Changes, Operation, OperationWrite } from "../store/port.ts";
import type { OperationId, TenantId } from "../time-and-ids.ts";
import { written } from "./operation-record.ts";

/**
 * Operations on their way, and those that were until a moment ago, as this process has written them or is writing them: what
 * is heard of them needs no look into the store. To be believed only under a guard of fence and state.
 */
export interface Flights {
  /** It has left, as it stands now. `refs` lead to it. */
  departed(tenant: TenantId, operation: Operation, refs: readonly ProviderRef[]): void;
  /**
   * With this commit `write` and references to the operation are on their way to the store. What is decided meanwhile reckons
   * with them: its own commit comes after this one, and its guard fails where this one comes to nothing.
   */
  writing<T extends { readonly ok: boolean }>(
    tenant: TenantId,
    operation: Pick<Operation, "id" | "fence">,
    write: OperationWrite | null,
    refs: readonly ProviderRef[],
    commit: () => Promise<T>,
  ): Promise<T>;
  /** Somebody binds references, perhaps anew. */
  bound(tenant: TenantId, refs: Changes["refs"]): void;
  find(tenant: TenantId, ref: ProviderRef): Operation | null;
}

/** More than are on their way at once: of those beyond it the store is asked. */
const MOST = 2_048;

interface Flight {
  readonly tenant: TenantId;
  readonly refs: ProviderRef[];
  operation: Operation;
}

export function flights(most = MOST): Flights {
  const flying = new Map<OperationId, Flight>();
  /** By value alone: what a reference names is compared, and two with one value are rare. */
  const byValue = new Map<string, Flight>();

  const flightOf = (tenant: TenantId, operation: OperationId): Flight | null => {
    const flight = flying.get(operation);
    return flight?.tenant === tenant ? flight : null;
  };
  const forget = (flight: Flight): void => {
    const { id } = flight.operation;
    if (flying.get(id) === flight) flying.delete(id);
    for (const { ref_value } of flight.refs)
      if (byValue.get(ref_value) === flight) byValue.delete(ref_value);
  };
  const bind = (flight: Flight, ref: ProviderRef): void => {
    flight.refs.push(ref);
    byValue.set(ref.ref_value, flight);
  };

  return {
    departed(tenant, operation, refs) {
      const before = flying.get(operation.id);
      if (before !== undefined) forget(before);
      for (const oldest of flying.values()) {
        if (flying.size < most) break;
        forget(oldest);
      }
      const flight = { tenant, refs: [], operation };
      flying.set(operation.id, flight);
      for (const ref of refs) bind(flight, ref);
    },
    async writing(tenant, { id, fence }, write, refs, commit) {
      const flight = flightOf(tenant, id);
      if (flight?.operation.fence === fence && flight.operation.state === "dispatching") {
        if (write !== null) flight.operation = written(flight.operation, write);
        for (const ref of refs) bind(flight, ref);
      }
      let ok = false;
      try {
        const committed = await commit();
        ok = committed.ok;
        return committed;
      } finally {
        if (!ok && flight !== null) forget(flight);
      }
    },
    bound(tenant, refs = []) {
      for (const { ref, operation } of refs) {
        const flight = byValue.get(ref.ref_value);
        // Of whatever kind and tenant: then the store is asked.
        if (flight !== undefined && flight !== flightOf(tenant, operation))
          byValue.delete(ref.ref_value);
      }
    },
    find(tenant, ref) {
      const flight = byValue.get(ref.ref_value);
      const leads = flight?.tenant === tenant && flight.refs.some((its) => sameRef(its, ref));
      return leads ? flight.operation : null;
    },
  };
}

const sameRef = (a: ProviderRef, b: ProviderRef): boolean =>
  a.ref_value === b.ref_value && a.ref_type === b.ref_type && a.provider_name === b.provider_name;
