import type { Clock } from "@underclaim/runtime";
import type { Pdu } from "./pdu.ts";

/** What became of a PDU that was written: at least in part, so that the SMSC may have read it. */
export type Reply =
  | { readonly kind: "answered"; readonly pdu: Pdu }
  | { readonly kind: "unanswered"; readonly reason: string };

interface Entry {
  readonly resolve: (reply: Reply) => void;
  cancelTimer: () => void;
}

export interface PendingOptions {
  readonly clock: Clock;
  /** Nothing is read at the moment: an answer may have come that nobody has seen. */
  readonly reading: () => boolean;
  /** An answer is overdue; who waited for it has been told. */
  readonly onTimeout: () => void;
}

/** Requests that wait for their answer, by sequence number. */
export class Pending {
  readonly #options: PendingOptions;
  readonly #entries = new Map<number, Entry>();
  #waiting: (() => void)[] = [];

  constructor(options: PendingOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#entries.size;
  }

  wait(sequence: number, timeoutMs: number): Promise<Reply> {
    return new Promise((resolve) => {
      const entry: Entry = { resolve, cancelTimer: () => undefined };
      this.#entries.set(sequence, entry);
      this.#arm(sequence, entry, timeoutMs);
    });
  }

  /** @returns whether somebody was waiting */
  settle(sequence: number, reply: Reply): boolean {
    const entry = this.#entries.get(sequence);
    if (entry === undefined) return false;
    this.#entries.delete(sequence);
    entry.cancelTimer();
    entry.resolve(reply);
    if (this.size === 0) for (const resolve of this.#waiting.splice(0)) resolve();
    return true;
  }

  /** Resolves when nobody waits. */
  async settled(): Promise<void> {
    if (this.size > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  failAll(reason: string): void {
    for (const sequence of this.#entries.keys())
      this.settle(sequence, { kind: "unanswered", reason });
  }

  #arm(sequence: number, entry: Entry, timeoutMs: number): void {
    const { clock, reading, onTimeout } = this.#options;
    entry.cancelTimer = clock.wakeAt(clock.now() + timeoutMs, () => {
      if (!reading()) return this.#arm(sequence, entry, timeoutMs);
      this.settle(sequence, { kind: "unanswered", reason: "no answer in time" });
      onTimeout();
    });
  }
}
