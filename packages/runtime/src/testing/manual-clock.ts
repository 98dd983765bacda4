import type { Clock, Instant } from "../time-and-ids.ts";

interface Alarm {
  readonly at: Instant;
  readonly callback: () => void;
}

/** A clock that stands still until it is moved. */
export class ManualClock implements Clock {
  #now: Instant;
  /** In order of setting; of two alarms for one instant the one set first rings first. */
  #alarms: readonly Alarm[] = [];

  constructor(start: Instant) {
    this.#now = start;
  }

  now(): Instant {
    return this.#now;
  }

  wakeAt(at: Instant, callback: () => void): () => void {
    const alarm: Alarm = { at, callback };
    this.#alarms = [...this.#alarms, alarm];
    return () => this.#remove(alarm);
  }

  /**
   * Moves the clock and rings every alarm on the way at its own instant, earliest first. `between` is awaited before the
   * first alarm and after each: what an alarm set off may set another, which rings in the same advance where it is due.
   */
  async advance(ms: number, between: () => Promise<void> = async () => undefined): Promise<void> {
    const until = this.#now + ms;
    await between();
    for (let alarm = this.#next(until); alarm !== undefined; alarm = this.#next(until)) {
      this.#remove(alarm);
      this.#now = Math.max(this.#now, alarm.at);
      alarm.callback();
      await between();
    }
    this.#now = until;
  }

  /** The alarms at and before this instant, for what is due without time passing. */
  async ring(between: () => Promise<void> = async () => undefined): Promise<void> {
    await this.advance(0, between);
  }

  /** The clock of one process: after `stop` none of its alarms rings any more. */
  processClock(): { readonly clock: Clock; readonly stop: () => void } {
    let alive = true;
    return {
      clock: {
        now: () => this.#now,
        wakeAt: (at, callback) => this.wakeAt(at, () => (alive ? callback() : undefined)),
      },
      stop: () => {
        alive = false;
      },
    };
  }

  #next(until: Instant): Alarm | undefined {
    return this.#alarms
      .filter(({ at }) => at <= until)
      .reduce<Alarm | undefined>(
        (first, alarm) => (first === undefined || alarm.at < first.at ? alarm : first),
        undefined,
      );
  }

  #remove(alarm: Alarm): void {
    this.#alarms = this.#alarms.filter((each) => each !== alarm);
  }
}
