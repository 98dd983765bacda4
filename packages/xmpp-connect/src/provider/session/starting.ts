// A start takes a moment. What is queued is not put off for it: that would be told as a lack of a session.
import type { Clock } from "@underclaim/runtime";

/** How long what is to be sent waits for the first connection to come to something. */
const MOST_MS = 5_000;

export class Starting {
  readonly #clock: Clock;
  #waiting: Set<() => void> | null = null;
  #cancel: () => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  begin(): void {
    this.#waiting = new Set();
    this.#cancel = this.#clock.wakeAt(this.#clock.now() + MOST_MS, () => this.end());
  }

  /** There is a session, or a reason why not, or nobody waits any longer. */
  end(): void {
    this.#cancel();
    const waiting = this.#waiting;
    this.#waiting = null;
    for (const wake of waiting ?? []) wake();
  }

  /** Resolves when it is over, or the signal aborts. Null: nothing is starting, and nobody has to wait a turn for that. */
  over(signal: AbortSignal): Promise<void> | null {
    const waiting = this.#waiting;
    if (waiting === null || signal.aborted) return null;
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener("abort", wake);
        waiting.delete(wake);
        resolve();
      };
      signal.addEventListener("abort", wake, { once: true });
      waiting.add(wake);
    });
  }
}
