import type { Instant } from "@underclaim/runtime";
import type { Outcome } from "./outcomes.ts";

/** Messages and replies of one channel. A message counts in the hour in which it was taken on. */
export interface Counts {
  readonly submitted: number;
  readonly delivered: number;
  readonly failed: number;
  readonly filtered: number;
  readonly unknown: number;
  readonly opt_outs: number;
}

const HOUR_MS = 3_600_000;
export const hourOf = (at: Instant): number => Math.floor(at / HOUR_MS);

export const NO_COUNTS: Counts = {
  submitted: 0,
  delivered: 0,
  failed: 0,
  filtered: 0,
  unknown: 0,
  opt_outs: 0,
};

export const addCounts = (a: Counts, b: Counts, times: 1 | -1 = 1): Counts => ({
  submitted: a.submitted + times * b.submitted,
  delivered: a.delivered + times * b.delivered,
  failed: a.failed + times * b.failed,
  filtered: a.filtered + times * b.filtered,
  unknown: a.unknown + times * b.unknown,
  opt_outs: a.opt_outs + times * b.opt_outs,
});

/** What one message of this outcome counts; a filtered one has failed, too. */
const WEIGHTS: Readonly<Record<Outcome, Counts>> = {
  accepted_by_adapter: NO_COUNTS,
  submitted: { ...NO_COUNTS, submitted: 1 },
  unknown: { ...NO_COUNTS, submitted: 1, unknown: 1 },
  delivered: { ...NO_COUNTS, submitted: 1, delivered: 1 },
  failed: { ...NO_COUNTS, submitted: 1, failed: 1 },
  filtered: { ...NO_COUNTS, submitted: 1, failed: 1, filtered: 1 },
};

/** Counts by hour, of which only the newest are of interest. */
export class HourlyCounts {
  readonly #hours = new Map<number, Counts>();

  message(hour: number, outcome: Outcome, times: 1 | -1): void {
    this.#add(hour, WEIGHTS[outcome], times);
  }

  optOut(hour: number): void {
    this.#add(hour, { ...NO_COUNTS, opt_outs: 1 }, 1);
  }

  /** Of the hours from `first` on; older ones are forgotten. */
  since(first: number): Counts {
    let total = NO_COUNTS;
    for (const [hour, counts] of this.#hours) {
      if (hour < first) this.#hours.delete(hour);
      else total = addCounts(total, counts);
    }
    return total;
  }

  #add(hour: number, counts: Counts, times: 1 | -1): void {
    this.#hours.set(hour, addCounts(this.#hours.get(hour) ?? NO_COUNTS, counts, times));
  }
}
