// How this session tells the server what it has handled (XEP-0198 §4).
import { xml } from "../../model/xml.ts";
import type { Counted } from "./counted.ts";
import { SESSION_NS } from "./names.ts";

export interface AcknowledgingOptions {
  readonly counted: Pick<Counted, "handled" | "pending">;
  readonly put: (text: string) => void;
  /** Whether the server owes an answer of its own. */
  readonly awaits: () => boolean;
}

export class Acknowledging {
  readonly #options: AcknowledgingOptions;
  #owed = false;
  #soon = false;

  constructor(options: AcknowledgingOptions) {
    this.#options = options;
  }

  /** The server asks, or the session ends. What is not durable by then is said later. */
  say(): void {
    const { counted, put } = this.#options;
    this.#owed = counted.pending > 0;
    put(xml("a", { xmlns: SESSION_NS.management, h: String(counted.handled) }));
  }

  /**
   * More has become durable. While the server owes an answer it is told unasked, once a turn: with Nagle's algorithm
   * (Prosody's default) its answer waits until TCP has acknowledged what it said before, and without anything to send our
   * system takes 40 ms for that.
   */
  progressed(): void {
    if (this.#owed && this.#options.counted.pending === 0) this.say();
    else if (!this.#soon && this.#options.awaits()) {
      this.#soon = true;
      setImmediate(() => {
        this.#soon = false;
        this.say();
      });
    }
  }
}
