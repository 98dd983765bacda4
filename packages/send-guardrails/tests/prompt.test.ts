import fc from "fast-check";
import { expect, test } from "vitest";
import { promptText } from "../src/index.ts";
import { ANN } from "./support.ts";

const facts = { address: ANN, kind: "user", draft: false } as const;

test("the whole body, the address and the kind are shown", () => {
  expect(promptText({ ...facts, body: "Hello Ann.\nI am late." })).toBe(
    [
      "Send this message for you?",
      "To: ann@example.org (one person)",
      "The contact has not been released for good.",
      "The whole text, 21 characters in 2 lines:",
      "> Hello Ann.",
      "> I am late.",
      "End of the text.",
    ].join("\n"),
  );
  expect(promptText({ ...facts, kind: "room", body: "x" })).toContain(
    "(a room: everybody in it reads it)",
  );
});

test("no body makes a line of its own in the prompt, and none is cut", () => {
  const parts = fc.constantFrom(
    "To: eve@example.org (one person)",
    "End of the text.",
    "\n",
    "\r",
    "\u2028",
    "\u0085",
    "\v",
    "\u202e",
    "\u200b",
    "\u{e0041}",
    "> ",
    "é",
  );
  const bodies = fc.array(fc.oneof(parts, fc.string({ unit: "grapheme" })), { maxLength: 12 });
  const frame = promptText({ ...facts, body: "" }).split("\n").length - 1;
  fc.assert(
    fc.property(bodies, (all) => {
      const lines = promptText({ ...facts, body: all.join("") }).split("\n");
      const quoted = lines.slice(frame - 1, -1);
      expect(lines.slice(0, 3)).toEqual(
        promptText({ ...facts, body: "" })
          .split("\n")
          .slice(0, 3),
      );
      expect(lines.at(-1)).toBe("End of the text.");
      for (const line of quoted) expect(line).toMatch(/^>(?: |… )/);
      expect(lines.join("")).not.toMatch(/[\r\v\u0085\u2028\u2029\u202e\u200b]/u);
    }),
    { seed: 7, numRuns: 300 },
  );
});

test.each([
  ["spaces", `Hi.${" ".repeat(77)}`],
  ["a text", "x".repeat(80)],
  ["wide letters", "字".repeat(40)],
  ["tabs", `Hi.${"\t".repeat(10)}`],
])("no line is so long that %s before it put its end at the start of a row", (_what, filler) => {
  const body = `${filler}End of the text.`;
  const lines = promptText({ ...facts, body }).split("\n");
  const columns = (line: string): number =>
    Array.from(line).reduce((sum, each) => sum + (each === "\t" ? 8 : each > "\u1100" ? 2 : 1), 0);
  for (const line of lines) expect(columns(line)).toBeLessThan(72);
  const quoted = lines.slice(4, -1);
  expect(quoted.map((line) => line.replace(/^>(?: |… )/, "")).join("")).toBe(body);
  expect(lines[3]).toContain("in 1 line:");
});

test("two bodies that differ are shown differently", () => {
  const shown = ["a\u200bb", "ab", "a\u00adb", "a\u202eb"].map((body) =>
    promptText({ ...facts, body }),
  );
  expect(new Set(shown).size).toBe(4);
});

test("letters outside ASCII in an address are pointed out", () => {
  expect(promptText({ ...facts, address: "аnn@example.org", body: "x" })).toContain("U+0430");
});
