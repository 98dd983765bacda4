import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  exceeds,
  EvidenceGrade,
  grade as written,
  lowerGrade,
  meetGrade,
  sameGrade,
} from "@underclaim/contract";
import { asSets, grade } from "./arbitraries.ts";

const options = { seed: 13, numRuns: 500 };

describe("grades", () => {
  it("meet commutatively, associatively and idempotently", () => {
    fc.assert(
      fc.property(grade, grade, grade, (a, b, c) => {
        expect(asSets(meetGrade(a, b))).toEqual(asSets(meetGrade(b, a)));
        expect(asSets(meetGrade(meetGrade(a, b), c))).toEqual(
          asSets(meetGrade(a, meetGrade(b, c))),
        );
        expect(meetGrade(a, a)).toEqual(a);
      }),
      options,
    );
  });

  it("never exceed either of what they met", () => {
    fc.assert(
      fc.property(grade, grade, (a, b) => {
        const met = meetGrade(a, b);
        expect(exceeds(met, a)).toEqual([]);
        expect(exceeds(met, b)).toEqual([]);
      }),
      options,
    );
  });

  it("exceed a bound exactly where the meet with it is lower", () => {
    fc.assert(
      fc.property(grade, grade, (a, b) => {
        expect(exceeds(a, b).length === 0).toBe(sameGrade(meetGrade(a, b), a));
      }),
      options,
    );
  });

  it("are lowered only in the dimensions that the cap names", () => {
    fc.assert(
      fc.property(grade, (a) => {
        const lowered = lowerGrade(a, { actor_certainty: "none", notes: ["why"] });
        expect(lowered).toEqual({
          ...a,
          actor_certainty: "none",
          notes: expect.arrayContaining([...a.notes, "why"]),
        });
      }),
      options,
    );
  });
});

describe("a grade as it is written", () => {
  it("claims nothing in what it does not name", () => {
    const grade = written("weak", {}, ["Somebody said so."]);
    expect(EvidenceGrade.parse(grade)).toEqual(grade);
    expect(Object.values(grade)).toEqual(["weak", ...Array(7).fill("none"), ["Somebody said so."]]);
  });

  it("claims each certainty where it is named", () => {
    const of = {
      actor: "low",
      authority: "medium",
      payload: "high",
      interaction: "medium",
      timing: "high",
      channel: "low",
      nonRepudiation: "medium",
    } as const;
    expect(written("medium", of, [])).toEqual({
      strength: "medium",
      actor_certainty: "low",
      authority_certainty: "medium",
      payload_certainty: "high",
      interaction_certainty: "medium",
      timing_certainty: "high",
      channel_certainty: "low",
      non_repudiation_strength: "medium",
      notes: [],
    });
  });
});
