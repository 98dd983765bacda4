import type { Clock, Instant } from "@underclaim/runtime";

export interface KeepAliveOptions {
  readonly clock: Clock;
  /** ms of silence after which `ask` is called. */
  readonly interval: number;
  /** ms of silence after which `dead` is called. */
  readonly inactivity: number;
  readonly reading: () => boolean;
  readonly ask: () => void;
  readonly dead: () => void;
}

/** enquire_link when nothing is heard, and an end when nothing is heard for too long (SMPP 3.4 §2.8, §4.11). */
export class KeepAlive {
  readonly #options: KeepAliveOptions;
  #heardAt: Instant;
  #cancel: () => void = () => undefined;

  constructor(options: KeepAliveOptions) {
    this.#options = options;
    this.#heardAt = options.clock.now();
    this.#arm(options.interval);
  }

  heard(): void {
    this.#heardAt = this.#options.clock.now();
  }

  stop(): void {
    this.#cancel();
  }

  #arm(ms: number): void {
    const { clock } = this.#options;
    this.#cancel = clock.wakeAt(clock.now() + ms, () => this.#look());
  }

  #look(): void {
    const { clock, interval, inactivity, reading, ask, dead } = this.#options;
    // Who does not listen cannot tell silence.
    if (!reading()) this.heard();
    const silence = clock.now() - this.#heardAt;
    if (silence >= inactivity) return dead();
    if (silence >= interval) ask();
    this.#arm(Math.min(interval - (silence % interval), inactivity - silence));
  }
}
