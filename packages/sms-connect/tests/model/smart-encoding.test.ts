import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstNotGsm7 } from "../../src/model/gsm7.ts";
import { encodingOf, segmentsOf } from "../../src/model/segments.ts";
import { smartEncode, toGsm7 } from "../../src/model/smart-encoding.ts";
import { gsmBody, wideBody } from "./texts.ts";

describe("typographic characters are replaced", () => {
  test.each([
    [
      "It’s “fine” – really…",
      `It's "fine" - really...`,
      ["U+2019", "U+201C", "U+201D", "U+2013", "U+2026"],
    ],
    ["«Oui»\u202f‹non›", `"Oui" 'non'`, ["U+00AB", "U+00BB", "U+202F", "U+2039", "U+203A"]],
    ["a\u00a0b\tc\u2009d\u3000e", "a b c d e", ["U+00A0", "U+0009", "U+2009", "U+3000"]],
    ["soft\u00adhyphen\u200b\ufeff\u2060", "softhyphen", ["U+00AD", "U+200B", "U+FEFF", "U+2060"]],
    ["5 − 3 ⁄ 2 ‐ x", "5 - 3 / 2 - x", ["U+2212", "U+2044", "U+2010"]],
    ["\ufb01ne \ufb00 \ufb04", "fine ff ffl", ["U+FB01", "U+FB00", "U+FB04"]],
    ["line\u2028break\u2029end", "line\nbreak\nend", ["U+2028", "U+2029"]],
    // Letters with combining marks are composed, and signs that are only another code of a letter are that letter.
    ["Mu\u0308nchen a\u0300", "München à", ["U+0308", "U+0300"]],
    ["\u212bngstro\u0308m \u2126", "Ångström Ω", ["U+212B", "U+0308", "U+2126"]],
    ["`code´", "'code'", ["U+0060", "U+00B4"]],
    ["’’’", "'''", ["U+2019"]],
  ])("%j", (body, expected, replaced) => {
    expect(toGsm7(body)).toEqual({ body: expected, replaced });
  });
});

test.each([
  ["a body that fits", "plain [€]"],
  ["letters of another alphabet", "ваш “заказ”"],
  ["an emoji", "“Thanks” 😀"],
  ["a letter that would become another", "français"],
  ["a letter whose mark has no composed form in the alphabet", "cafe\u0302’"],
  ["a sign with a meaning of its own", "Underclaim™ – ½ • №"],
])("%s is left alone", (_, body) => expect(toGsm7(body)).toBeNull());

test("nothing is replaced where no segment is saved", () => {
  expect(smartEncode(`${"a".repeat(69)}’`)).toBeNull();
  expect(smartEncode(`${"a".repeat(70)}’`)?.body).toBe(`${"a".repeat(70)}'`);
  expect(smartEncode(`${"a".repeat(150)}’`)?.replaced).toEqual(["U+2019"]);
  // What replaces it may need more room than it saves.
  expect(smartEncode("…".repeat(71))).toBeNull();
});

test("what smart encoding gives fits the alphabet, saves segments, and touches nothing that was in it", () => {
  const typographic = fc
    .array(fc.oneof(gsmBody, fc.constantFrom("’", "“", "–", "…", "\u00a0", "\u200b", "u\u0308")), {
      maxLength: 12,
    })
    .map((pieces) => pieces.join(""));
  let replacedOnes = 0;
  fc.assert(
    fc.property(fc.oneof(typographic, typographic, wideBody), (body) => {
      const smart = smartEncode(body);
      if (smart === null) return;
      replacedOnes += 1;
      expect(firstNotGsm7(smart.body)).toBe(-1);
      expect(segmentsOf(smart.body, "gsm7").count).toBeLessThan(segmentsOf(body, "ucs2").count);
      const others = Array.from(body).filter((character) => encodingOf(character) === "ucs2");
      expect(smart.replaced).toEqual(
        [...new Set(others)].map(
          (c) => `U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`,
        ),
      );
      // Once replaced there is nothing left to do.
      expect(toGsm7(smart.body)).toBeNull();
    }),
    { seed: 11, numRuns: 1_000 },
  );
  expect(replacedOnes).toBeGreaterThan(100);
});
