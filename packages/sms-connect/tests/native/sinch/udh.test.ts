import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readUdh } from "../../../src/native/sinch/udh.ts";

const hex = (...bytes: readonly number[]): string => Buffer.from(bytes).toString("hex");
const headerOf = (...elements: readonly (readonly number[])[]): string => {
  const bytes = elements.flat();
  return hex(bytes.length, ...bytes);
};

describe("a user data header", () => {
  test("of nothing is none", () => {
    for (const none of ["", "00"])
      expect(readUdh(none)).toEqual({ ok: true, concatenation: null, ported: false });
  });

  test("tells a part by eight bits or by sixteen, and never takes one for the other", () => {
    fc.assert(
      fc.property(fc.nat(255), fc.integer({ min: 1, max: 255 }), fc.nat(254), (ref, total, by) => {
        const index = 1 + (by % total);
        const eight = readUdh(headerOf([0x00, 3, ref, total, index]));
        const sixteen = readUdh(headerOf([0x08, 4, 0, ref, total, index]));
        expect(eight).toMatchObject({ concatenation: { reference: `8-${ref}`, index, total } });
        expect(sixteen).toMatchObject({ concatenation: { reference: `16-${ref}`, index, total } });
      }),
      { seed: 14 },
    );
  });

  test("is read past what does not matter here", () => {
    const national = [0x25, 1, 1];
    expect(readUdh(headerOf(national, [0x00, 3, 1, 2, 2], national))).toMatchObject({
      ok: true,
      concatenation: { reference: "8-1", index: 2, total: 2 },
      ported: false,
    });
  });

  test.each([
    ["an eight-bit port", [0x04, 2, 226, 226]],
    ["a sixteen-bit port", [0x05, 4, 0x23, 0xf4, 0, 0]],
  ])("with %s is for an application", (_, element) => {
    expect(readUdh(headerOf([0x00, 3, 1, 2, 1], element))).toMatchObject({ ported: true });
  });

  test.each([
    ["part 0", [0x00, 3, 1, 2, 0]],
    ["part 3 of 2", [0x00, 3, 1, 2, 3]],
    ["part 1 of 0", [0x00, 3, 1, 0, 1]],
    ["an element of another length", [0x00, 4, 1, 2, 1, 0]],
  ])("with %s is as if that were not there", (_, element) => {
    expect(readUdh(headerOf(element))).toEqual({ ok: true, concatenation: null, ported: false });
  });

  test.each(["0", "zz", "05", "0500030102", "0600030102010", "06000301020100", "03000501", "0100"])(
    "%s is none that can be read",
    (text) => {
      expect(readUdh(text)).toEqual({ ok: false });
    },
  );

  test("never throws, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        for (const text of [hex(...bytes), headerOf([...bytes])]) {
          const read = readUdh(text);
          if (!read.ok || read.concatenation === null) continue;
          const { index, total } = read.concatenation;
          expect(index >= 1 && index <= total).toBe(true);
        }
      }),
      { seed: 15, numRuns: 1_000 },
    );
  });
});
