import type { Clock } from "@underclaim/runtime";
import type { Connection } from "./connection.ts";

/** A request of which nothing has been written. */
export interface Waiting {
  readonly write: (connection: Connection) => void;
  /** It will not be written. Called at most once, and not after it was taken. */
  readonly drop: (reason: string) => void;
}

interface Entry extends Waiting {
  readonly release: () => void;
}

export interface OutboxOptions {
  readonly clock: Clock;
  /** How long a request may wait, in ms. */
  readonly patience: number;
}

/** Requests that wait for the session or its window, first come, first served. */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #entries = new Set<Entry>();

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#entries.size;
  }

  add(waiting: Waiting, signal: AbortSignal): void {
    const { clock, patience } = this.#options;
    const late = (): void => this.#drop(entry, "it waited too long");
    const aborted = (): void => this.#drop(entry, "the lease is about to end");
    const cancelTimer = clock.wakeAt(clock.now() + patience, late);
    const release = (): void => {
      cancelTimer();
      signal.removeEventListener("abort", aborted);
      this.#entries.delete(entry);
    };
    const entry: Entry = { ...waiting, release };
    this.#entries.add(entry);
    signal.addEventListener("abort", aborted, { once: true });
    if (signal.aborted) aborted();
  }

  /** The one that waits longest; it waits no more. */
  take(): Waiting | null {
    const [first] = this.#entries;
    first?.release();
    return first ?? null;
  }

  dropAll(reason: string): void {
    for (const entry of this.#entries) this.#drop(entry, reason);
  }

  #drop(entry: Entry, reason: string): void {
    entry.release();
    entry.drop(reason);
  }
}
