import { describe, expect, test } from "vitest";
import {
  characterProblems,
  escapeHtml,
  illegalXmlCharacters,
  singleLine,
  trimWhite,
} from "../../src/model/text.ts";

describe("illegalXmlCharacters", () => {
  test.each([
    ["\u0000", 0, "U+0000 NULL"],
    ["\u0008", 8, "U+0008 BACKSPACE"],
    ["\u000b", 11, "U+000B LINE TABULATION"],
    ["\u000c", 12, "U+000C FORM FEED"],
    ["\u001f", 31, "U+001F INFORMATION SEPARATOR ONE"],
    ["\ufffe", 0xfffe, "U+FFFE noncharacter"],
    ["\uffff", 0xffff, "U+FFFF noncharacter"],
    ["\ud83d", 0xd83d, "U+D83D lone high surrogate"],
    ["\ude00", 0xde00, "U+DE00 lone low surrogate"],
  ])("finds %j and names it", (character, codePoint, name) => {
    expect(illegalXmlCharacters(`ab${character}c`)).toEqual([{ index: 2, codePoint, name }]);
  });

  test("accepts what XML allows, markup and pairs included", () => {
    expect(illegalXmlCharacters('\t\n\r ]]> & < > " \u007f\u0085\ufffd 😀 \u{10ffff}')).toEqual([]);
  });

  test("agrees with the Char production for every UTF-16 code unit", () => {
    const legal = /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]$/u;
    const units = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit));
    const disagree = units.filter(
      (unit) => (illegalXmlCharacters(unit).length === 0) !== legal.test(unit),
    );
    expect(disagree).toEqual([]);
  });

  test("reports a reversed pair as two", () => {
    expect(illegalXmlCharacters("\ude00\ud83d").map((one) => one.index)).toEqual([0, 1]);
  });
});

test("a refusal names field, position and code point, and not the text", () => {
  const [problem] = characterProblems("secret\u0000x\u0001", "content.subject");
  expect(problem).toMatchObject({
    rule: "xml_character",
    subclass: "fail.feed_invalid",
    field: "content.subject",
    value: "U+0000 NULL",
  });
  expect(problem?.message).toContain("position 6 and 1 more");
  expect(problem?.message).not.toContain("secret");
});

test("white space is reduced without swallowing characters that must be refused", () => {
  expect(singleLine(" a \r\n\t b ")).toBe("a b");
  expect(singleLine("\u000ba\u000c")).toBe("\u000ba\u000c");
  expect(trimWhite(" \u00a0 ")).toBe("\u00a0");
});

test("a quarter of a million spaces are trimmed at once", () => {
  const spaces = " ".repeat(262_144);
  expect(trimWhite(`x${spaces}y`)).toHaveLength(262_146);
});

test("escapeHtml escapes what ends text and attributes", () => {
  expect(escapeHtml(`<a href="x">&amp;</a>`)).toBe(
    "&lt;a href=&quot;x&quot;&gt;&amp;amp;&lt;/a&gt;",
  );
});
