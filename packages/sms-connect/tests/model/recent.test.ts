import fc from "fast-check";
import { expect, test } from "vitest";
import { recent } from "../../src/model/recent.ts";

test("what it answers is what the function answers, whatever was asked before", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 2 })),
      fc.integer({ min: 1, max: 4 }),
      (texts, most) => {
        const remembering = recent((text) => `<${text}>`, most);
        for (const text of texts) expect(remembering(text)).toBe(`<${text}>`);
      },
    ),
    { seed: 7 },
  );
});

test("what was asked just before is not made again; what was made longest ago is forgotten first", () => {
  const made: string[] = [];
  const remembering = recent((text) => {
    made.push(text);
    return text.toUpperCase();
  }, 2);
  for (const text of ["a", "a", "b", "a", "c", "b", "a"]) remembering(text);
  expect(made).toEqual(["a", "b", "c", "a"]);
});
