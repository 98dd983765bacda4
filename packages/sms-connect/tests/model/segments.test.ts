import { describe, expect, test } from "vitest";
import { encodingOf, segmentsOf, splitBody } from "../../src/model/segments.ts";

const e = "€";
const smile = "😀";

describe("a body is counted", () => {
  test.each([
    ["", "gsm7", 0, 160, 1],
    ["a".repeat(160), "gsm7", 160, 160, 1],
    ["a".repeat(161), "gsm7", 161, 153, 2],
    ["a".repeat(306), "gsm7", 306, 153, 2],
    ["a".repeat(307), "gsm7", 307, 153, 3],
    [e.repeat(80), "gsm7", 160, 160, 1],
    [e.repeat(81), "gsm7", 162, 153, 2],
    // 153 is odd: every part of nothing but escapes holds 152.
    [e.repeat(152), "gsm7", 304, 153, 2],
    [e.repeat(153), "gsm7", 306, 153, 3],
    ["a".repeat(159) + e, "gsm7", 161, 153, 2],
    ["a".repeat(152) + e + "a".repeat(152), "gsm7", 306, 153, 3],
    ["ж".repeat(70), "ucs2", 70, 70, 1],
    ["ж".repeat(71), "ucs2", 71, 67, 2],
    ["ж".repeat(134), "ucs2", 134, 67, 2],
    ["ж".repeat(135), "ucs2", 135, 67, 3],
    [smile.repeat(35), "ucs2", 70, 70, 1],
    // 67 is odd: every part of nothing but pairs holds 66.
    [smile.repeat(66), "ucs2", 132, 67, 2],
    [smile.repeat(67), "ucs2", 134, 67, 3],
    ["a".repeat(66) + smile + "a".repeat(66), "ucs2", 134, 67, 3],
    [`${"€".repeat(69)}ж`, "ucs2", 70, 70, 1],
    ["e\u0301", "ucs2", 2, 70, 1],
    ["\t", "ucs2", 1, 70, 1],
  ] as const)("%#", (body, encoding, units, perSegmentLimit, count) => {
    expect(encodingOf(body)).toBe(encoding);
    expect(segmentsOf(body, encoding)).toEqual({ encoding, units, perSegmentLimit, count });
  });
});

test("parts end before an escape or a pair that would be cut", () => {
  expect(splitBody(`${"a".repeat(152)}${e}${"b".repeat(10)}`, "gsm7")).toEqual([
    "a".repeat(152),
    `${e}${"b".repeat(10)}`,
  ]);
  expect(splitBody(`${"a".repeat(66)}${smile}bbb`, "ucs2")).toEqual([
    "a".repeat(66),
    `${smile}bbb`,
  ]);
});

test("a body of the alphabet can be counted as UCS-2", () => {
  expect(segmentsOf("a".repeat(71), "ucs2")).toMatchObject({ count: 2, perSegmentLimit: 67 });
});

test("a body that does not fit the encoding is a mistake of the caller, told without the body", () => {
  expect(() => segmentsOf("secret’", "gsm7")).toThrow(RangeError);
  expect(() => splitBody("secret’", "gsm7")).toThrow(/character at 6/);
  expect(() => splitBody("secret’", "gsm7")).not.toThrow(/secret/);
});
