import { describe, expect, it } from "vitest";
import { AdapterDefinitionError, defineMapping } from "@underclaim/contract";
import type { MappingRow } from "@underclaim/contract";
import { gradeWith, pigeonMapping, rowWith } from "./sample-adapter.ts";

const rulesOf = (row: MappingRow): string[] => {
  try {
    defineMapping({ "pigeon.odd": [rowWith({}), row] });
  } catch (error) {
    if (!(error instanceof AdapterDefinitionError)) throw error;
    for (const violation of error.violations) expect(violation.row).toBe("pigeon.odd[1]");
    return error.violations.map((violation) => violation.rule);
  }
  return [];
};

describe("defineMapping", () => {
  it("returns the table as it is, rows of nothing included", () => {
    expect(pigeonMapping["pigeon.seen"]).toEqual([]);
    expect(pigeonMapping["pigeon.landed"]).toHaveLength(1);
  });

  it("takes a new event of a canonical family, and none of another", () => {
    expect(rulesOf(rowWith({ event: "notification.attempt.folded" }))).toEqual([]);
    expect(rulesOf(rowWith({ event: "pigeon.landed" }))).toEqual(["mapping.event_type"]);
    expect(rulesOf(rowWith({ event: "Notification.Attempt" }))).toEqual(["mapping.event_type"]);
  });

  it("wants acceptance semantics for every event at an endpoint", () => {
    const event = "notification.endpoint.unreachable";
    expect(rulesOf(rowWith({ event }))).toEqual(["mapping.acceptance"]);
    const acceptance = { acceptance_level: "loft", finality: "final", does_not_mean: [] };
    expect(rulesOf(rowWith({ event, ...wrong({ acceptance }) }))).toEqual(["mapping.acceptance"]);
  });

  it("wants a whole grade from the specification's scales", () => {
    const grade = { ...gradeWith({}), ...wrong({ actor_certainty: "certain" }) };
    expect(rulesOf(rowWith({ grade }))).toEqual(["mapping.grade"]);
  });

  it("wants confidence, scope and lists of the specification's kinds", () => {
    expect(rulesOf(rowWith(wrong({ confidence: "certain" })))).toEqual(["mapping.confidence"]);
    expect(rulesOf(rowWith(wrong({ scope: "court" })))).toEqual(["mapping.scope"]);
    expect(rulesOf(rowWith(wrong({ doesNotMean: "anything" })))).toEqual(["mapping.does_not_mean"]);
    expect(rulesOf(rowWith(wrong({ meaning: undefined })))).toEqual(["mapping.meaning"]);
  });

  it("names a native type that has no list of rows", () => {
    const table = wrong({ "pigeon.odd": undefined }) as typeof pigeonMapping;
    expect(() => defineMapping(table)).toThrow(/pigeon\.odd.*\[\] where it is evidence of nothing/);
  });

  it("lets no ambiguous row be highly confident", () => {
    expect(rulesOf(rowWith({ ambiguous: true }))).toEqual(["mapping.ambiguous_confidence"]);
    expect(rulesOf(rowWith({ ambiguous: true, confidence: "medium" }))).toEqual([]);
  });

  it("wants a meaning and a clause", () => {
    expect(rulesOf(rowWith({ meaning: " ", clause: "" }))).toEqual([
      "mapping.meaning",
      "mapping.clause",
    ]);
  });
});

/** Values that the types forbid but an untyped caller can bring. */
function wrong(values: object): object {
  return values;
}
