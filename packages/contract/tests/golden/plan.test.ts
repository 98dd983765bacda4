import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  durationMs,
  type GoldenStep,
  planOf,
  runsOf,
  seeded,
  shuffled,
} from "@underclaim/contract/golden";
import { pigeonGolden } from "./pigeon-golden.ts";

const native: GoldenStep = { native: { source: "s", body: "b" } };
const get: GoldenStep = { request: { method: "GET", path: "/" } };
const post: GoldenStep = { request: { method: "POST", path: "/" } };

const runs = (...steps: GoldenStep[]) =>
  runsOf(planOf(pigeonGolden({ steps }))).map((run) => run.steps.map(({ index }) => index));

describe("a plan", () => {
  it("counts each kind of step for itself", () => {
    const plan = planOf(pigeonGolden({ steps: [native, get, native, post] }));
    expect(plan.map(({ index, ordinal }) => [index, ordinal])).toEqual([
      [0, 0],
      [1, 0],
      [2, 1],
      [3, 1],
    ]);
  });

  it("keeps consecutive arrivals together and everything else in its place", () => {
    expect(runs(native, get, native, { advance: "PT1S" }, native, post, get)).toEqual([
      [0, 1, 2],
      [3],
      [4],
      [5],
      [6],
    ]);
  });

  it("keeps an arrival after the one whose answer it needs", () => {
    const conditional: GoldenStep = {
      request: {
        method: "GET",
        path: "/",
        headers: { "if-none-match": "{{response[0].headers.etag}}" },
      },
    };
    expect(runs(get, native, conditional, native)).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });
});

describe("durations", () => {
  it.each([
    ["PT6H", 21_600_000],
    ["P1DT2H", 93_600_000],
    ["P2W", 1_209_600_000],
    ["PT0.25S", 250],
  ])("%s is %d ms", (text, ms) => {
    expect(durationMs(text)).toBe(ms);
  });

  it.each(["P1Y", "P", "PT", "soon"])("%s is none", (text) => {
    expect(durationMs(text)).toBeUndefined();
  });
});

describe("shuffled", () => {
  it("keeps every item and draws the same order from the same seed", () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.integer(), (items, seed) => {
        const once = shuffled(items, seeded(seed));
        const ascending = (a: number, b: number) => a - b;
        expect(once.toSorted(ascending)).toEqual(items.toSorted(ascending));
        expect(shuffled(items, seeded(seed))).toEqual(once);
      }),
      { seed: 13, numRuns: 200 },
    );
  });

  it("draws every order of three", () => {
    const random = seeded(1);
    const orders = new Set(Array.from({ length: 100 }, () => shuffled([1, 2, 3], random).join("")));
    expect(orders.size).toBe(6);
  });
});
