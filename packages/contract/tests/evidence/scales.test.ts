import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meetStrength, STRENGTH_SCALE, strengthExceeds } from "@underclaim/contract";
import { strength } from "./arbitraries.ts";

const options = { seed: 13, numRuns: 500 };

describe("the strength scale", () => {
  it("meets two positive strengths in the lesser", () => {
    expect(meetStrength("strong", "weak")).toBe("weak");
    expect(meetStrength("none", "conclusive")).toBe("none");
  });

  it("meets anything off the scale with anything else in ambiguous", () => {
    expect(meetStrength("negative", "strong")).toBe("ambiguous");
    expect(meetStrength("negative", "none")).toBe("ambiguous");
    expect(meetStrength("ambiguous", "weak")).toBe("ambiguous");
    expect(meetStrength("negative", "negative")).toBe("negative");
  });

  it("is a semilattice: commutative, associative, idempotent", () => {
    fc.assert(
      fc.property(strength, strength, strength, (a, b, c) => {
        expect(meetStrength(a, b)).toBe(meetStrength(b, a));
        expect(meetStrength(meetStrength(a, b), c)).toBe(meetStrength(a, meetStrength(b, c)));
        expect(meetStrength(a, a)).toBe(a);
      }),
      options,
    );
  });

  it("lets a failure stand under a bound that is itself a failure, and under no other", () => {
    expect(strengthExceeds("negative", "negative")).toBe(false);
    for (const bound of STRENGTH_SCALE) expect(strengthExceeds("negative", bound)).toBe(true);
  });

  it("lets no positive strength stand under a bound off the scale", () => {
    for (const positive of STRENGTH_SCALE) {
      expect(strengthExceeds(positive, "negative")).toBe(true);
      expect(strengthExceeds(positive, "ambiguous")).toBe(true);
    }
  });

  it("lets ambiguity stand under every bound, since it claims nothing", () => {
    fc.assert(
      fc.property(strength, (bound) => {
        expect(strengthExceeds("ambiguous", bound)).toBe(false);
      }),
      options,
    );
  });
});
