import { expect, test } from "vitest";
import { memo } from "../../src/model/memo.ts";

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
