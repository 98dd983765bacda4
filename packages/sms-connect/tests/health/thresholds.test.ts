import { describe, expect, test } from "vitest";
import { deliverabilityOf, ratesInTrouble, ratesOf } from "../../src/health/thresholds.ts";
import { NO_COUNTS, type Counts } from "../../src/health/window.ts";

const of = (over: Partial<Counts>) => ratesOf({ ...NO_COUNTS, ...over });

describe("rates", () => {
  test("of too few messages are unknown, and so is how well they are delivered", () => {
    const few = of({ submitted: 19, delivered: 10, failed: 9 });
    expect(few).toEqual({
      opt_out_rate: null,
      failure_rate: null,
      filtering_rate: null,
      unknown_rate: null,
    });
    expect(deliverabilityOf(few)).toBe("unknown");
    expect(ratesInTrouble(few)).toEqual([]);
  });

  test("count only messages of which something is told: what is still on its way has not failed", () => {
    expect(of({ submitted: 1_000, delivered: 15, failed: 5 })).toMatchObject({
      failure_rate: 0.25,
      unknown_rate: 0,
    });
    expect(of({ submitted: 1_000, opt_outs: 20 })).toMatchObject({
      opt_out_rate: 0.02,
      failure_rate: null,
    });
  });

  test("never exceed one, though the messages that were answered are older than the window", () => {
    expect(of({ submitted: 100, opt_outs: 300 }).opt_out_rate).toBe(1);
  });
});

test.each<[string, Partial<Counts>, string, readonly string[]]>([
  ["everything arrives", { submitted: 100, delivered: 100 }, "good", []],
  ["a tenth fails", { submitted: 100, delivered: 90, failed: 10 }, "warning", ["failure_rate"]],
  ["just under a tenth fails", { submitted: 1_000, delivered: 901, failed: 99 }, "good", []],
  ["a third fails", { submitted: 90, delivered: 60, failed: 30 }, "poor", ["failure_rate"]],
  [
    "a tenth is filtered",
    { submitted: 100, delivered: 90, failed: 10, filtered: 10 },
    "poor",
    ["failure_rate", "filtering_rate"],
  ],
  [
    "a twentieth opts out",
    { submitted: 100, delivered: 100, opt_outs: 5 },
    "poor",
    ["opt_out_rate"],
  ],
  ["nobody tells", { submitted: 100, unknown: 100 }, "warning", ["unknown_rate"]],
  ["enough are under way and nothing is told", { submitted: 500 }, "unknown", []],
])("where %s, delivery is judged so", (_, counts, status, trouble) => {
  expect(deliverabilityOf(of(counts))).toBe(status);
  expect(ratesInTrouble(of(counts))).toEqual(trouble);
});
