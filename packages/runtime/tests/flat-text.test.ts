import fc from "fast-check";
import { expect, test } from "vitest";
import { flat, joined } from "../src/flat-text.ts";

test("a flat text is the same text, also with lone surrogates and without characters", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(flat(text)).toBe(text);
      expect(flat(`\ud800${text}\udc00`)).toBe(`\ud800${text}\udc00`);
    }),
    { seed: 3 },
  );
  expect(flat("")).toBe("");
});

test("joined texts are their parts with the separator between them", () => {
  expect(joined(":", "native", "ne_1")).toBe("native:ne_1");
  expect(joined("", "a", "", "b")).toBe("ab");
});
