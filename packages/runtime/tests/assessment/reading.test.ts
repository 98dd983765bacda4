import { defineMapping, grade } from "@underclaim/contract";
import { describe, expect, it } from "vitest";
import { assessmentDraft, readerOf } from "../../src/index.ts";
import { native } from "./natives.ts";

const mapping = defineMapping<"pigeon.flown" | "pigeon.seen">({
  "pigeon.flown": [
    {
      event: "notification.attempt.created",
      grade: grade("weak", {}, []),
      confidence: "high",
      meaning: "The pigeon was let go.",
      scope: "system",
      terminal: false,
      doesNotMean: ["It arrived."],
      clause: "PigeonSpecification §1",
    },
  ],
  "pigeon.seen": [],
});
const read = readerOf<"undef.pending" | "fail.lost", keyof typeof mapping>(mapping);

describe("a reading", () => {
  it("is in the words of the signal's row", () => {
    expect(read("undef.pending", "pigeon.flown")).toEqual({
      subclass: "undef.pending",
      signal: "pigeon.flown",
      because: "The pigeon was let go.",
    });
  });

  it("says no more than that it was recorded, of what is evidence of nothing", () => {
    expect(read("undef.pending", "pigeon.seen").because).toBe("pigeon.seen was recorded.");
  });

  it("is in other words where they are given", () => {
    expect(read("fail.lost", "pigeon.seen", "It turned back.").because).toBe("It turned back.");
  });
});

describe("the assessment that a reading is", () => {
  const facts = {
    means: "undef.no_signal",
    confidence: "medium",
    limitations: ["Of pigeons."],
  } as const;

  it("has its category by its subclass, and each type that was recorded once, whatever the order", () => {
    const natives = [native("b", 1), native("a", 2), native("b", 3)];
    expect(assessmentDraft(read("fail.lost", "pigeon.flown"), natives, facts)).toEqual({
      category: "fail",
      subclass: "fail.lost",
      confidence: "medium",
      strongest_signal: "pigeon.flown",
      evidence_summary: ["The pigeon was let go.", "Recorded: a, b."],
      recommended_coordination_interpretation: "undef.no_signal",
      limitations: ["Of pigeons."],
    });
  });

  it("of nothing names nothing as recorded", () => {
    const nothing = { subclass: "undef.pending", signal: null, because: "Nothing is known." };
    expect(assessmentDraft(nothing, [], facts).evidence_summary).toEqual(["Nothing is known."]);
  });

  it("is as sure as the reading, where that says so", () => {
    const reading = { ...read("fail.lost", "pigeon.flown"), confidence: "low" } as const;
    expect(assessmentDraft(reading, [], facts).confidence).toBe("low");
  });
});
