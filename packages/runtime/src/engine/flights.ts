import type { ProviderRef } from "@underclaim/contract";
import type { Changes, Operation, OperationWrite } from "../store/port.ts";
import type { OperationId, TenantId } from "../time-and-ids.ts";

/**
 * Operations on their way, and those that were until a moment ago, as this process has written them or is writing them: what
 * is heard of them needs no look into the store. To be believed only under a guard of fence and state.
 */
export interface Flights {
  /** It has left. `refs` lead to it. Its command, which is personal, is not kept here. */
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
  readonly operation: Operation;
  readonly refs: readonly string[];
}

export function flights(most = MOST): Flights {
  const flying = new Map<string, Flight>();
  const byRef = new Map<string, string>();

  const forget = (key: string): void => {
    for (const ref of flying.get(key)?.refs ?? []) if (byRef.get(ref) === key) byRef.delete(ref);
    flying.delete(key);
  };

  const keep = (key: string, operation: Operation, refs: readonly string[]): void => {
    flying.set(key, { operation, refs });
    for (const ref of refs) byRef.set(ref, key);
  };

  return {
    departed(tenant, operation, refs) {
      const key = keyOf(tenant, operation.id);
      forget(key);
      for (const oldest of flying.keys()) {
        if (flying.size < most) break;
        forget(oldest);
      }
      const keys = refs.map((ref) => refKey(tenant, ref));
      keep(key, { ...operation, command: null }, keys);
    },
    async writing(tenant, { id, fence }, write, refs, commit) {
      const key = keyOf(tenant, id);
      const flight = flying.get(key);
      if (flight?.operation.fence === fence && flight.operation.state === "dispatching") {
        const { state, dueAt, text = flight.operation.text } = write ?? flight.operation;
        const learned = refs.map((ref) => refKey(tenant, ref));
        keep(key, { ...flight.operation, state, dueAt, text }, [...flight.refs, ...learned]);
      }
      let ok = false;
      try {
        const committed = await commit();
        ok = committed.ok;
        return committed;
      } finally {
        if (!ok) forget(key);
      }
    },
    bound(tenant, refs = []) {
      if (flying.size === 0) return;
      for (const { ref, operation } of refs) {
        const key = refKey(tenant, ref);
        if (byRef.get(key) !== keyOf(tenant, operation)) byRef.delete(key);
      }
    },
    find(tenant, ref) {
      const key = byRef.get(refKey(tenant, ref));
      return key === undefined ? null : (flying.get(key)?.operation ?? null);
    },
  };
}

const keyOf = (tenant: TenantId, operation: OperationId): string =>
  JSON.stringify([tenant, operation]);

const refKey = (tenant: TenantId, { provider_name, ref_type, ref_value }: ProviderRef): string =>
  JSON.stringify([tenant, provider_name, ref_type, ref_value]);
