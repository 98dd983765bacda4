// What the hub's parts share: the network, the clock's alarms, and whether anything is under way.
import {
  StoreUnavailableError,
  type Instant,
  type Observation,
  type TenantId,
} from "@underclaim/runtime";
import type { Outbound } from "../outbound/outbound.ts";
import type { HubOptions } from "./options.ts";

export interface Work {
  /** Runs to its end; what it throws is logged, and the work counts as under way meanwhile. */
  run(step: () => Promise<void>): Promise<void>;
  readonly send: Outbound;
  /** Once, unless closed before; a second alarm of one name takes the place of the first. */
  wake(name: string, at: Instant, act: () => void): void;
  /** Until the store has taken it: what happened is not forgotten because it refuses for a moment. */
  observe(tenant: TenantId, observation: Observation): Promise<void>;
  insist<T>(act: () => Promise<T>): Promise<T>;
  /** Something is under way that does not wait for the network. */
  readonly busy: () => boolean;
  readonly closed: () => boolean;
  close(): void;
  /** Resolves when whatever is under way waits for the network. */
  calm(): Promise<void>;
}

const RETRY_MS = 1_000;

export function createWork({ clock, log, send, observe }: HubOptions): Work {
  const alarms = new Map<string, () => void>();
  let running = 0;
  let asking = 0;
  let closed = false;
  let waiters: (() => void)[] = [];
  const noteCalm = (): void => {
    if (running !== asking) return;
    for (const resolve of waiters) resolve();
    waiters = [];
  };

  const insist: Work["insist"] = async (act) => {
    for (;;) {
      try {
        return await act();
      } catch (error) {
        if (closed || !(error instanceof StoreUnavailableError) || !error.retryable) throw error;
        log.error({ err: error }, "the hub's store could not be used; it is tried again");
        await new Promise<void>((resolve) => clock.wakeAt(clock.now() + RETRY_MS, resolve));
      }
    }
  };

  return {
    async run(step) {
      running += 1;
      try {
        await step();
      } catch (error) {
        if (!closed) log.error({ err: error }, "the hub's work failed");
      } finally {
        running -= 1;
        noteCalm();
      }
    },
    async send(request) {
      asking += 1;
      noteCalm();
      return send(request).finally(() => {
        asking -= 1;
      });
    },
    wake(name, at, act) {
      alarms.get(name)?.();
      if (closed) return;
      alarms.set(
        name,
        clock.wakeAt(at, () => {
          alarms.delete(name);
          if (!closed) act();
        }),
      );
    },
    observe: (tenant, observation) => insist(() => observe(tenant, [observation])),
    insist,
    busy: () => running !== asking,
    calm: async () =>
      running === asking ? undefined : new Promise<void>((resolve) => waiters.push(resolve)),
    closed: () => closed,
    close() {
      closed = true;
      for (const cancel of alarms.values()) cancel();
      alarms.clear();
    },
  };
}
