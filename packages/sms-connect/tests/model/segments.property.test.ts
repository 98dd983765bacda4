import fc from "fast-check";
import { SegmentedMessage } from "sms-segments-calculator";
import { expect, test } from "vitest";
import { splitSms } from "../../bench/segments/split-sms.ts";
import { encodeGsm7 } from "../../src/model/gsm7.ts";
import { encodingOf, segmentsOf, splitBody } from "../../src/model/segments.ts";
import { encodeUcs2 } from "../../src/model/ucs2.ts";
import { gsmBody, wideBody } from "./texts.ts";

const body = fc.oneof(gsmBody, wideBody);
const runs = { seed: 40, numRuns: 1_500 };

test("parts joined are the body, none is empty or over its limit, and their number is the count", () => {
  const counts = new Map<string, number>();
  fc.assert(
    fc.property(body, (text) => {
      const encoding = encodingOf(text);
      const parts = splitBody(text, encoding);
      const { units, perSegmentLimit, count } = segmentsOf(text, encoding);
      expect(parts.join("")).toBe(text);
      expect(parts).toHaveLength(count);
      const sizes = parts.map((part) =>
        encoding === "gsm7" ? encodeGsm7(part).length : encodeUcs2(part).length / 2,
      );
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(units);
      for (const size of sizes) expect(size).toBeLessThanOrEqual(perSegmentLimit);
      if (text !== "") expect(Math.min(...sizes)).toBeGreaterThan(0);
      // As full as can be: a part leaves room for no whole character.
      for (const size of sizes.slice(0, -1))
        expect(size).toBeGreaterThanOrEqual(perSegmentLimit - 1);
      const kind = `${encoding} ${Math.min(count, 3)}`;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }),
    runs,
  );
  expect([...counts.keys()].sort()).toEqual(
    ["gsm7", "ucs2"].flatMap((encoding) => [1, 2, 3].map((count) => `${encoding} ${count}`)),
  );
  for (const count of counts.values()) expect(count).toBeGreaterThan(50);
});

test("no part begins or ends inside a surrogate pair", () => {
  fc.assert(
    fc.property(wideBody, (text) => {
      fc.pre(text.isWellFormed());
      for (const part of splitBody(text, "ucs2")) expect(part.isWellFormed()).toBe(true);
    }),
    runs,
  );
});

test("encoding, count and parts agree with split-sms", () => {
  fc.assert(
    fc.property(body, (text) => {
      const encoding = encodingOf(text);
      const theirs = splitSms.split(text);
      expect(theirs.characterSet).toBe(encoding === "gsm7" ? "GSM" : "Unicode");
      expect(theirs.parts).toHaveLength(segmentsOf(text, encoding).count);
      expect(theirs.parts.map(({ content }) => content)).toEqual(splitBody(text, encoding));
    }),
    runs,
  );
});

test("count and units agree with sms-segments-calculator, which also keeps clusters whole", () => {
  const compared = { equal: 0, more: 0 };
  fc.assert(
    fc.property(body, (text) => {
      const encoding = encodingOf(text);
      const { count, units } = segmentsOf(text, encoding);
      const theirs = new SegmentedMessage(text);
      expect(theirs.encodingName).toBe(encoding === "gsm7" ? "GSM-7" : "UCS-2");
      expect(theirs.messageSize).toBe(units * (encoding === "gsm7" ? 7 : 16));
      // It begins a segment before a grapheme cluster that would be cut; networks and handsets cut there.
      const whole =
        encoding === "gsm7" ||
        splitBody(text, encoding).every((_, index, parts) =>
          endsCluster(text, parts.slice(0, index + 1).join("").length),
        );
      if (whole) expect(theirs.segmentsCount).toBe(count);
      else expect(theirs.segmentsCount).toBeGreaterThanOrEqual(count);
      compared[theirs.segmentsCount === count ? "equal" : "more"] += 1;
    }),
    { seed: 41, numRuns: 800 },
  );
  expect(compared.equal).toBeGreaterThan(600);
});

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
function endsCluster(text: string, at: number): boolean {
  return at === text.length || graphemes.segment(text).containing(at)?.index === at;
}
