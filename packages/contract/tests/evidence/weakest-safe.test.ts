import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exceeds, type MappingRow, weakestSafe, WeakestSafeError } from "@underclaim/contract";
import { asSets, row } from "./arbitraries.ts";

const options = { seed: 13, numRuns: 300 };
const CONFIDENCE = ["low", "medium", "high"];

describe("weakestSafe", () => {
  it("is commutative, associative and idempotent", () => {
    fc.assert(
      fc.property(row, row, row, (a, b, c) => {
        expect(asSets(weakestSafe([a, b]))).toEqual(asSets(weakestSafe([b, a])));
        const flat = asSets(weakestSafe([a, b, c]));
        expect(asSets(weakestSafe([weakestSafe([a, b]), c]))).toEqual(flat);
        expect(asSets(weakestSafe([a, weakestSafe([b, c])]))).toEqual(flat);
        expect(asSets(weakestSafe([a, a]))).toEqual(asSets(weakestSafe([a])));
      }),
      options,
    );
  });

  it("never exceeds any candidate, in grade or confidence", () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (candidates) => {
        const weakest = weakestSafe(candidates);
        for (const candidate of candidates) {
          expect(exceeds(weakest.grade, candidate.grade)).toEqual([]);
          expect(CONFIDENCE.indexOf(weakest.confidence)).toBeLessThanOrEqual(
            CONFIDENCE.indexOf(candidate.confidence),
          );
          expect(weakest.doesNotMean).toEqual(expect.arrayContaining([...candidate.doesNotMean]));
          expect(weakest.terminal && !candidate.terminal).toBe(false);
        }
      }),
      options,
    );
  });

  it("says that it is ambiguous and lowers confidence to what the caller allows", () => {
    const sure = { ...candidate, confidence: "high" as const };
    expect(weakestSafe([sure])).toMatchObject({ ambiguous: true, confidence: "medium" });
    expect(weakestSafe([sure], { confidence: "low" })).toMatchObject({ confidence: "low" });
  });

  it("refuses candidates of several event types until the caller names the weakest", () => {
    const other = { ...candidate, event: "notification.endpoint.deferred" };
    expect(() => weakestSafe([candidate, other])).toThrow(WeakestSafeError);
    expect(() => weakestSafe([candidate, other])).toThrow(/notification\.endpoint\.deferred/);
    const weakest = weakestSafe([candidate, other], { event: "notification.endpoint.unknown" });
    expect(weakest.event).toBe("notification.endpoint.unknown");
  });

  it("refuses to interpret nothing", () => {
    expect(() => weakestSafe([])).toThrow(
      expect.objectContaining({ code: "weakest_safe_without_candidates" }),
    );
  });
});

const candidate: MappingRow = {
  event: "notification.endpoint.accepted",
  grade: {
    strength: "medium",
    actor_certainty: "none",
    authority_certainty: "none",
    payload_certainty: "low",
    interaction_certainty: "none",
    timing_certainty: "medium",
    channel_certainty: "medium",
    non_repudiation_strength: "none",
    notes: [],
  },
  confidence: "medium",
  meaning: "Something accepted it.",
  scope: "endpoint",
  terminal: false,
  doesNotMean: ["read"],
  clause: "§5",
};
