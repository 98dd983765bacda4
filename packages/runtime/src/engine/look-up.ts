import type { Provider } from "../definition/provider.ts";
import type { Operation } from "../store/port.ts";
import type { Instant, TenantId } from "../time-and-ids.ts";
import { commandOf } from "./command-of.ts";
import { providerOf, type Engine } from "./engine.ts";
import { settle } from "./settle.ts";

const SOONEST_AGAIN_MS = 5_000;

export interface LookUps {
  /** Asks the provider what became of an operation. Resolves when the next look-up is planned, not when it has answered. */
  begin(tenant: TenantId, operation: Operation): Promise<void>;
  activity(): { readonly inFlight: number; readonly waiting: number };
}

/** Questions to providers, beside the due loop: one that does not answer holds nothing up. */
export function createLookUps(engine: Engine, onError: (error: unknown) => void): LookUps {
  const flights = new Set<Promise<void>>();
  let waiting = 0;

  async function ask(provider: Provider, tenant: TenantId, operation: Operation): Promise<void> {
    const command = commandOf(tenant, operation);
    if (command === null || provider.lookup === undefined) return;
    const aborter = new AbortController();
    const cancel = engine.clock.wakeAt(engine.clock.now() + engine.settings.leaseMs, () =>
      aborter.abort(),
    );
    waiting += 1;
    const outcome = await Promise.resolve(provider.lookup(command, aborter.signal))
      .catch((error: unknown) => {
        const detail = `look-up failed: ${error instanceof Error ? error.name : "error"}`;
        engine.audit({ event: "dispatch.unknown", tenant, operation: operation.id, detail });
        return null;
      })
      .finally(() => {
        waiting -= 1;
        cancel();
      });
    // A look-up that proves that nothing was sent is for an operator to act on: time has passed since.
    if (outcome === null || outcome.kind === "unknown" || outcome.kind === "not_sent") return;
    await settle(engine, tenant, operation, outcome, ["unknown"]);
  }

  return {
    activity: () => ({ inFlight: flights.size, waiting }),
    async begin(tenant, operation) {
      const provider = providerOf(engine, operation.lane);
      const again = provider?.lookup === undefined ? null : againAt(engine, operation);
      const planned = await engine.commit(tenant, {
        guards: [{ operation: operation.id, fence: operation.fence, states: ["unknown"] }],
        operations: [{ id: operation.id, state: "unknown", dueAt: again }],
      });
      if (!planned.ok || provider === null || again === null) return;
      const flight = ask(provider, tenant, operation)
        .catch(onError)
        .finally(() => {
          flights.delete(flight);
        });
      flights.add(flight);
    },
  };
}

/** Ever more rarely: each time the age of the operation again, and never before an earlier question has ended. */
function againAt(engine: Engine, operation: Operation): Instant {
  const now = engine.clock.now();
  return now + Math.max(SOONEST_AGAIN_MS, engine.settings.leaseMs, now - operation.createdAt);
}
