/** The newest head for each reader; a slow reader skips what lies between. */
export interface Heads {
  announce(head: number): void;
  /** Counts from the call on, not from the first `next()`: a reader that subscribes, then reads, misses nothing. */
  subscribe(signal: AbortSignal): AsyncIterable<number>;
  end(): void;
}

export function latestHeads(initial: number): Heads {
  let head = initial;
  let ended = false;
  const readers = new Set<() => void>();
  const wakeAll = (): void => readers.forEach((wake) => wake());

  const subscribe = (signal: AbortSignal): AsyncIterable<number> => {
    let seen = head;
    let stopped = false;
    let waiting: ((result: IteratorResult<number>) => void)[] = [];
    const done = (): boolean => ended || stopped || signal.aborted;
    const wake = (): void => {
      if (waiting.length === 0) return;
      if (!done() && head === seen) return;
      const [first, ...rest] = waiting;
      waiting = rest;
      first?.(done() ? { done: true, value: undefined } : { done: false, value: (seen = head) });
      wake();
    };
    const stop = (): void => {
      stopped = true;
      readers.delete(wake);
      signal.removeEventListener("abort", stop);
      wake();
    };
    if (!done()) {
      readers.add(wake);
      signal.addEventListener("abort", stop, { once: true });
    }
    const iterator: AsyncIterator<number> = {
      next: () =>
        new Promise((resolve) => {
          waiting.push(resolve);
          wake();
        }),
      return: () => {
        stop();
        return Promise.resolve({ done: true, value: undefined });
      },
    };
    return { [Symbol.asyncIterator]: () => iterator };
  };

  return {
    announce(next) {
      if (next === head) return;
      head = next;
      wakeAll();
    },
    subscribe,
    end() {
      ended = true;
      wakeAll();
      readers.clear();
    },
  };
}
