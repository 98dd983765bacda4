import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeGsm7, encodeGsm7, firstNotGsm7, septetsOf } from "../../src/model/gsm7.ts";
import { EXTENSION, gsmBody, wideBody } from "./texts.ts";

const smpp = createRequire(import.meta.url)("smpp") as {
  encodings: { ASCII: { encode(text: string): Buffer; decode(octets: Buffer): string } };
};
const oracle = smpp.encodings.ASCII;

test("the alphabet has 127 characters of one septet and 10 of two", () => {
  const counts = { one: 0, two: 0 };
  for (let unit = 0; unit <= 0xffff; unit += 1) {
    const septets = septetsOf(unit);
    if (septets === 1) counts.one += 1;
    if (septets === 2) counts.two += 1;
  }
  expect(counts).toEqual({ one: 127, two: 10 });
  for (const character of EXTENSION) expect(septetsOf(character.charCodeAt(0))).toBe(2);
});

describe("codes of 3GPP TS 23.038", () => {
  test.each([
    ["@£$¥", [0x00, 0x01, 0x02, 0x03]],
    ["Ç\nØø\rÅå", [0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f]],
    ["Δ_ΦΓΛΩΠΨΣΘΞ", [0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1a]],
    ["ÆæßÉ ", [0x1c, 0x1d, 0x1e, 0x1f, 0x20]],
    ["¤¡¿", [0x24, 0x40, 0x60]],
    ["ÄÖÑÜ§", [0x5b, 0x5c, 0x5d, 0x5e, 0x5f]],
    ["äöñüà", [0x7b, 0x7c, 0x7d, 0x7e, 0x7f]],
    ["Az09", [0x41, 0x7a, 0x30, 0x39]],
    ["€\f^", [0x1b, 0x65, 0x1b, 0x0a, 0x1b, 0x14]],
    ["{}\\[~]|", [0x28, 0x29, 0x2f, 0x3c, 0x3d, 0x3e, 0x40].flatMap((code) => [0x1b, code])],
  ])("%j", (text, codes) => {
    expect([...encodeGsm7(text)]).toEqual(codes);
    expect(decodeGsm7(Uint8Array.from(codes))).toBe(text);
  });
});

test("what is encoded is decoded to the same, and is what another SMPP library writes", () => {
  fc.assert(
    fc.property(gsmBody, (body) => {
      const octets = encodeGsm7(body);
      expect(decodeGsm7(octets)).toBe(body);
      expect(Buffer.from(octets)).toEqual(oracle.encode(body));
    }),
    { seed: 338, numRuns: 500 },
  );
});

test("any octets are decoded", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
      const text = decodeGsm7(octets);
      expect(text.isWellFormed()).toBe(true);
      // Escapes are gone: what is read can be written again, but for octets that are no septets.
      if (octets.every((octet) => octet < 0x80)) expect(firstNotGsm7(text)).toBe(-1);
    }),
    { seed: 339, numRuns: 500 },
  );
});

test.each([
  ["an escape at the end is a space", [0x41, 0x1b], "A "],
  ["two escapes are a space", [0x1b, 0x1b, 0x41], " A"],
  ["an escape before a code without extension is that code's character", [0x1b, 0x41], "A"],
  ["an octet above 0x7f is no septet", [0x41, 0x80, 0xff], "A\ufffd\ufffd"],
  ["an escape before one is taken with it", [0x1b, 0xff, 0x41], "\ufffdA"],
])("%s", (_, octets, text) => expect(decodeGsm7(Uint8Array.from(octets))).toBe(text));

test("a body that does not fit is told by the place of its first other character", () => {
  expect(firstNotGsm7("a[€]’b")).toBe(4);
  expect(() => encodeGsm7("secret’")).toThrow(/character at 6 is not/);
  expect(() => encodeGsm7("secret’")).not.toThrow(/secret|’/);
  fc.assert(
    fc.property(wideBody, (body) => {
      expect(() => encodeGsm7(body)).toThrow(RangeError);
    }),
    { seed: 340, numRuns: 100 },
  );
});
