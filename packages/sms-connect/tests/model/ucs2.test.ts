import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeUcs2, encodeUcs2 } from "../../src/model/ucs2.ts";

test("octets are UTF-16, big-endian", () => {
  expect([...encodeUcs2("a€😀")]).toEqual([0x00, 0x61, 0x20, 0xac, 0xd8, 0x3d, 0xde, 0x00]);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(decodeUcs2(encodeUcs2(text))).toBe(text);
      expect(new TextDecoder("utf-16be", { ignoreBOM: true }).decode(encodeUcs2(text))).toBe(text);
    }),
    { seed: 2, numRuns: 300 },
  );
});

test("a pair that a handset cut between parts is whole when they are joined", () => {
  const octets = encodeUcs2("a😀b");
  expect(decodeUcs2(octets.subarray(0, 4)) + decodeUcs2(octets.subarray(4))).toBe("a😀b");
});

test("any octets are decoded", () => {
  expect(decodeUcs2(Uint8Array.of(0, 0x61, 0x62))).toBe("a\ufffd");
  expect(decodeUcs2(new Uint8Array())).toBe("");
  expect(decodeUcs2(Uint8Array.of(0xd8, 0x3d))).toBe("\ud83d");
});
