import type { ProviderHealth } from "@underclaim/runtime";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  look,
  LOOKS,
  stateOf,
  UNWATCHED,
  type ProviderState,
  type Watched,
} from "../../src/health/hysteresis.ts";

function saidOf(states: readonly (ProviderState | null)[]): (string | null)[] {
  let watched: Watched = UNWATCHED;
  return states.map((state) => {
    const step = look(watched, state);
    watched = step.watched;
    return step.say;
  });
}
const times = (count: number, state: ProviderState | null) =>
  Array.from({ length: count }, () => state);

describe("a change of a provider's health", () => {
  test("is believed after it was seen twice, and told once", () => {
    expect(saidOf(times(5, "degraded"))).toEqual([null, "provider.degraded", null, null, null]);
  });

  test("for the better takes longer", () => {
    const said = saidOf([...times(2, "unavailable"), ...times(4, "healthy")]);
    expect(said).toEqual([null, "provider.unavailable", null, null, "provider.recovered", null]);
  });

  test("that does not last is not told", () => {
    expect(saidOf(["degraded", "healthy", "degraded", "healthy"])).toEqual(times(4, null));
    expect(saidOf(["degraded", null, "degraded", null])).toEqual(times(4, null));
  });

  test("from bad to worse is told, and back from worse to bad, too", () => {
    const said = saidOf([
      ...times(2, "degraded"),
      ...times(2, "unavailable"),
      ...times(3, "degraded"),
    ]).filter((each) => each !== null);
    expect(said).toEqual(["provider.degraded", "provider.unavailable", "provider.degraded"]);
  });
});

test("a provider that works from the start on is no news", () => {
  expect(saidOf(times(10, "healthy"))).toEqual(times(10, null));
});

test("no two changes that are told in a row are the same, and none comes sooner than its looks", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom<ProviderState | null>("healthy", "degraded", "unavailable", null), {
        maxLength: 60,
      }),
      (states) => {
        const said = saidOf(states);
        const told = said.flatMap((say, at) => (say === null ? [] : [{ say, at }]));
        for (const [n, { say, at }] of told.entries()) {
          const before = told[n - 1];
          expect(say).not.toBe(before?.say ?? "provider.recovered");
          expect(at - (before?.at ?? -1)).toBeGreaterThanOrEqual(LOOKS.worse);
        }
      },
    ),
    { seed: 28, numRuns: 300 },
  );
});

test.each<[Partial<ProviderHealth>, ProviderState | null]>([
  [{}, "healthy"],
  [{ connectivity: "unknown" }, null],
  [{ connectivity: "degraded" }, "degraded"],
  [{ connectivity: "unavailable" }, "unavailable"],
  [{ credentials: "expired" }, "degraded"],
  [{ credentials: "unknown" }, "healthy"],
])("%j is %s", (over, state) => {
  expect(
    stateOf({ connectivity: "healthy", credentials: "valid", degradations: [], ...over }),
  ).toBe(state);
});
