// Writes what changed in memory, many documents in one commit. Who reads the memory sees it before the store does.
import type { Clock, DocWrite, Store, TenantId } from "@underclaim/runtime";

export interface Keeper {
  /** Written with the next commit; a later write of the same key takes its place. */
  keep(tenant: TenantId, name: string, write: DocWrite): void;
  /** What of it waits to be written is not: it is written otherwise. */
  forget(tenant: TenantId, name: string): void;
  /** Resolves when nothing waits to be written. */
  settled(): Promise<void>;
  readonly idle: () => boolean;
}

const AT_ONCE = 256;
const RETRY_MS = 1_000;

export function createKeeper(options: {
  readonly store: Pick<Store, "commit">;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}): Keeper {
  const { store, clock, onError } = options;
  const waiting = new Map<TenantId, Map<string, DocWrite>>();
  let writing: Promise<void> | null = null;
  /** Under way, and written again if the store refuses. */
  let leaving: { readonly tenant: TenantId; readonly batch: Map<string, DocWrite> } | null = null;

  async function write(): Promise<void> {
    for (;;) {
      const [first] = waiting;
      if (first === undefined) return;
      const [tenant, writes] = first;
      const batch = new Map([...writes].slice(0, AT_ONCE));
      for (const name of batch.keys()) writes.delete(name);
      if (writes.size === 0) waiting.delete(tenant);
      leaving = { tenant, batch };
      try {
        await store.commit(tenant, { guards: [], docs: [...batch.values()] });
      } catch (error) {
        onError(error);
        if (batch.size === 0) continue;
        const newer = waiting.get(tenant) ?? new Map<string, DocWrite>();
        waiting.set(tenant, newer);
        for (const [name, each] of batch) if (!newer.has(name)) newer.set(name, each);
        await new Promise<void>((resolve) => clock.wakeAt(clock.now() + RETRY_MS, resolve));
      }
    }
  }

  const begin = (): void => {
    // In the next turn: what changes in this one goes into the same commit.
    writing ??= Promise.resolve()
      .then(write)
      .finally(() => {
        writing = null;
        if (waiting.size > 0) begin();
      });
  };

  return {
    idle: () => writing === null,
    keep(tenant, name, each) {
      const writes = waiting.get(tenant) ?? new Map<string, DocWrite>();
      waiting.set(tenant, writes);
      writes.set(name, each);
      begin();
    },
    forget(tenant, name) {
      const writes = waiting.get(tenant);
      if (writes?.delete(name) === true && writes.size === 0) waiting.delete(tenant);
      if (leaving?.tenant === tenant) leaving.batch.delete(name);
    },
    async settled() {
      while (writing !== null) await writing;
    },
  };
}
