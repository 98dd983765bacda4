import { describe, expect, it } from "vitest";
import { GoldenFormatError, type GoldenIssue, loadGolden } from "@underclaim/contract/golden";
import { pigeonText } from "./pigeon-golden.ts";

const issuesOf = (text: string): readonly GoldenIssue[] => {
  try {
    loadGolden(text, "odd.yaml");
  } catch (error) {
    if (!(error instanceof GoldenFormatError)) throw error;
    expect(error.message).toContain("odd.yaml:");
    return error.issues;
  }
  return [];
};

const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split("\n").length;

/** The sample with a part replaced; the part must be there. */
const changed = (from: string, to: string): string => {
  expect(pigeonText).toContain(from);
  return pigeonText.replace(from, () => to);
};

describe("loadGolden", () => {
  it("reads a golden", () => {
    expect(loadGolden(pigeonText, "pigeon.golden.yaml").steps).toHaveLength(7);
  });

  it("keeps timestamps as text", () => {
    const text = changed("given:", "given:\n  clock: 2026-02-03T04:05:06Z");
    expect(loadGolden(text, "x").given?.clock).toBe("2026-02-03T04:05:06Z");
  });

  it("names line and path of an unknown field", () => {
    const text = changed("provenance: constructed", "provenanse: constructed");
    expect(issuesOf(text)).toEqual([
      expect.objectContaining({ path: "provenance" }),
      expect.objectContaining({ path: "", message: expect.stringContaining("provenanse") }),
    ]);
  });

  it("names line and path of a wrong value deep inside", () => {
    const text = changed("status: 200", "status: soon");
    expect(issuesOf(text)).toEqual([
      {
        line: lineOf(text, "status: soon"),
        path: "steps[4].request.expect.status",
        message: expect.stringContaining("expected number"),
      },
    ]);
  });

  it("names what a step of a known kind lacks", () => {
    const text = changed(
      "- native: { source: loft.cat, body: miaow }",
      "- native: { body: miaow }",
    );
    expect(issuesOf(text)).toEqual([
      expect.objectContaining({
        path: "steps[5].native.source",
        line: lineOf(text, "- native: { body"),
      }),
    ]);
  });

  it("says when a step is of no known kind", () => {
    const text = changed("- advance: P1DT2H", "- advnace: P1DT2H");
    expect(issuesOf(text)).toEqual([
      {
        path: "steps[6]",
        line: lineOf(text, "- advnace"),
        message: expect.stringContaining("none of the known kinds"),
      },
    ]);
  });

  it.each(["P1Y", "P1M", "P", "PT", "1D", "P1DT"])("takes no duration %s", (duration) => {
    expect(issuesOf(changed("P1DT2H", duration))).toEqual([
      expect.objectContaining({ path: "steps[6].advance" }),
    ]);
  });

  it.each(["pigeon", "subclass:", "pigeon/x/1"])("takes no coverage id %s", (id) => {
    expect(issuesOf(changed("pigeon/1.1/1", JSON.stringify(id)))).toEqual([
      expect.objectContaining({ path: "covers[0]" }),
    ]);
  });

  it("names the line of text that is not YAML, and of a repeated key", () => {
    expect(issuesOf("a: [1,\nb: 2")[0]).toMatchObject({ path: "", line: expect.any(Number) });
    const text = `${pigeonText}test_id: again\n`;
    expect(issuesOf(text)).toEqual([
      { path: "", line: text.split("\n").length - 1, message: expect.stringContaining("unique") },
    ]);
  });

  it("takes nothing for no golden", () => {
    expect(issuesOf("")).not.toEqual([]);
    expect(issuesOf("just text")).toHaveLength(1);
  });
});
