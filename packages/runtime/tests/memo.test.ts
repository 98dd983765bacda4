import fc from "fast-check";
import { expect, test } from "vitest";
import { memo } from "../src/memo.ts";

test("an answer is made once while it is in use, and never wrong", () => {
  const made: string[] = [];
  const upper = memo((text) => {
    made.push(text);
    return text.toUpperCase();
  });
  for (let round = 0; round < 3; round += 1)
    for (let index = 0; index < 1_500; index += 1) {
      expect(upper(`a${index}`)).toBe(`A${index}`);
      expect(upper("often")).toBe("OFTEN");
    }
  expect(made.filter((text) => text === "often")).toHaveLength(1);
});

test("what is longer than any address is not remembered", () => {
  let made = 0;
  const length = memo((text) => {
    made += 1;
    return text.length;
  });
  const long = "x".repeat(257);
  expect([length(long), length(long), made]).toEqual([257, 257, 2]);
});

test("that something is none is remembered, too", () => {
  let made = 0;
  const none = memo(() => {
    made += 1;
    return null;
  });
  expect([none("a"), none("a"), made]).toEqual([null, null, 1]);
});

test("what it answers is what the function answers, whatever was asked or forgotten before", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string({ maxLength: 2 }), fc.constantFrom("ask", "forget"))),
      fc.integer({ min: 1, max: 4 }),
      (steps, most) => {
        const make = (text: string): string => `<${text}>`;
        const remembering = memo(make, { most });
        for (const [text, step] of steps) {
          if (step === "forget") remembering.forget();
          expect(remembering(text)).toBe(make(text));
        }
      },
    ),
    { seed: 7 },
  );
});

test("what is remembered is not made again, and what was forgotten is", () => {
  let made = 0;
  const length = memo((text) => {
    made += 1;
    return text.length;
  });
  expect([length("abc"), length("abc"), made]).toEqual([3, 3, 1]);
  length.forget();
  expect([length("abc"), length("abc"), made]).toEqual([3, 3, 2]);
});
