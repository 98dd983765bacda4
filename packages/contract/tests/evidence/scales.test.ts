import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CERTAINTY_SCALE,
  certaintyExceeds,
  meetCertainty,
  meetStrength,
  STRENGTH_SCALE,
  strengthExceeds,
} from "@underclaim/contract";
import { strength } from "./arbitraries.ts";

/** Untyped callers and adapters in other languages bring words that are on no scale. */
const invented = "legal_proof" as never;

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

  it("lets no invented value stand under any bound, nor anything under an invented bound", () => {
    for (const bound of [...STRENGTH_SCALE, "negative", "ambiguous"] as const) {
      expect(strengthExceeds(invented, bound)).toBe(true);
      expect(strengthExceeds(bound, invented)).toBe(bound !== "ambiguous");
    }
    expect(strengthExceeds(invented, invented)).toBe(true);
    for (const bound of CERTAINTY_SCALE) {
      expect(certaintyExceeds(invented, bound)).toBe(true);
      expect(certaintyExceeds(bound, invented)).toBe(true);
    }
  });

  it("meets an invented value in what claims least", () => {
    expect(meetStrength(invented, "weak")).toBe("ambiguous");
    expect(meetStrength("strong", invented)).toBe("ambiguous");
    expect(meetStrength(invented, invented)).toBe("ambiguous");
    expect(meetCertainty("high", invented)).toBe("none");
    expect(meetCertainty(invented, "high")).toBe("none");
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
