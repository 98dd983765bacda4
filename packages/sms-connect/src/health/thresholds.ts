import type { SmsChannelHealth } from "../model/channel-health.ts";
import type { Counts } from "./window.ts";

type Deliverability = SmsChannelHealth["deliverability_status"];

/**
 * From which rate on a channel is in trouble. No provider publishes such figures for all: these are this project's own,
 * after carriers' habit of looking into senders whom more than a few in a hundred opt out of.
 *
 * `least`: of fewer messages a rate says nothing, and its status is unknown.
 */
const THRESHOLDS = {
  opt_out_rate: { least: 100, warning: 0.02, poor: 0.05 },
  failure_rate: { least: 20, warning: 0.1, poor: 0.3 },
  filtering_rate: { least: 20, warning: 0.02, poor: 0.1 },
  /** Some routes never tell: that is a warning, and no proof of trouble. */
  unknown_rate: { least: 20, warning: 0.5, poor: null },
} as const;
type RateName = keyof typeof THRESHOLDS;

export type Rates = Readonly<Record<RateName, number | null>>;

/** Rates of what was counted; null below the least number that says something. */
export function ratesOf(counts: Counts): Rates {
  const told = counts.delivered + counts.failed + counts.unknown;
  const rate = (name: RateName, part: number, whole: number): number | null =>
    whole < THRESHOLDS[name].least ? null : Math.min(1, part / whole);
  return {
    opt_out_rate: rate("opt_out_rate", counts.opt_outs, counts.submitted),
    failure_rate: rate("failure_rate", counts.failed, told),
    filtering_rate: rate("filtering_rate", counts.filtered, told),
    unknown_rate: rate("unknown_rate", counts.unknown, told),
  };
}

const ORDER: readonly Deliverability[] = ["unknown", "good", "warning", "poor"];

function judge(name: RateName, rate: number | null): Deliverability {
  if (rate === null) return "unknown";
  const { warning, poor } = THRESHOLDS[name];
  if (poor !== null && rate >= poor) return "poor";
  return rate >= warning ? "warning" : "good";
}

/** The worst that any rate says; good only where it is known that enough messages arrive. */
export function deliverabilityOf(rates: Rates): Deliverability {
  const worst = (Object.keys(THRESHOLDS) as RateName[])
    .map((name) => judge(name, rates[name]))
    .reduce((a, b) => (ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b), "unknown");
  return worst === "good" && rates.failure_rate === null ? "unknown" : worst;
}

/** The rates that say so, in the order of the table. */
export const ratesInTrouble = (rates: Rates): readonly RateName[] =>
  (Object.keys(THRESHOLDS) as RateName[]).filter((name) =>
    ["warning", "poor"].includes(judge(name, rates[name])),
  );
