import type { Log } from "../log/logger.ts";
import type { Store } from "../store/port.ts";

interface Waiter {
  /** Call before reading: what is added from here on ends the next `wait` at once. */
  reset(): void;
  /** Resolves when something was added since `reset`, or when closed. */
  wait(): Promise<void>;
  readonly close: () => void;
  readonly closed: boolean;
}

/** Tells waiting streams that the ledger has grown. One reader of the store's heads for all of them. */
export interface LedgerSignal {
  subscribe(): Waiter;
  stop(): void;
}

export function ledgerSignal(store: Pick<Store, "heads">, log: Log): LedgerSignal {
  const wakers = new Map<() => void, () => void>();
  let reading: AbortController | null = null;

  const read = async (abort: AbortController): Promise<void> => {
    try {
      for await (const _head of store.heads(abort.signal)) for (const wake of wakers.keys()) wake();
    } catch (error) {
      if (!abort.signal.aborted) log.error({ err: error }, "the ledger can no longer be followed");
    }
    if (reading === abort) reading = null;
    // Readers must not wait for a signal that no longer comes: their streams end, and they reconnect.
    if (!abort.signal.aborted) for (const close of wakers.values()) close();
  };

  return {
    subscribe() {
      let grown = false;
      let closed = false;
      let release: (() => void) | null = null;
      const wake = () => {
        grown = true;
        release?.();
      };
      const close = () => {
        closed = true;
        wakers.delete(wake);
        if (wakers.size === 0) reading?.abort();
        if (wakers.size === 0) reading = null;
        release?.();
      };
      wakers.set(wake, close);
      if (reading === null) {
        reading = new AbortController();
        void read(reading);
      }
      return {
        reset: () => {
          grown = false;
        },
        wait: () =>
          new Promise((resolve) => {
            if (grown || closed) resolve();
            else release = resolve;
          }),
        close,
        get closed() {
          return closed;
        },
      };
    },
    stop: () => {
      for (const close of wakers.values()) close();
      reading?.abort();
      reading = null;
    },
  };
}
