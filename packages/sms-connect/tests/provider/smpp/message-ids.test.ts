import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalId, writtenId } from "../../../src/provider/smpp/message-ids.ts";

const seed = 20_260_102;

describe("message ids", () => {
  test("are one and the same in hex and decimal, whatever the case and the padding", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: (1n << 200n) - 1n }),
        fc.nat({ max: 8 }),
        fc.boolean(),
        (id, zeros, upper) => {
          const hex = "0".repeat(zeros) + id.toString(16);
          const written = upper ? hex.toUpperCase() : hex;
          const decimal = "0".repeat(zeros) + id.toString();
          fc.pre(decimal.length <= 64);
          expect(canonicalId(written, "hex")).toBe(canonicalId(decimal, "decimal"));
        },
      ),
      { seed, numRuns: 500 },
    );
  });

  test("of different messages stay different", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n }), fc.bigInt({ min: 0n }), (a, b) => {
        fc.pre(a !== b && a.toString().length < 60 && b.toString().length < 60);
        expect(canonicalId(a.toString(16), "hex")).not.toBe(canonicalId(b.toString(), "decimal"));
      }),
      { seed, numRuns: 300 },
    );
  });

  test("that are texts are taken letter by letter", () => {
    expect(canonicalId("00aB", "text")).toBe("00aB");
    expect(canonicalId(" x1 ", "text")).toBe("x1");
  });

  test("that are not as announced are kept as they are", () => {
    expect(canonicalId("5f3e-77", "hex")).toBe("5f3e-77");
    expect(canonicalId("1a", "decimal")).toBe("1a");
  });

  test("are written back in the SMSC's format", () => {
    expect(writtenId(canonicalId("00FF", "hex"), "hex")).toBe("ff");
    expect(writtenId("255", "decimal")).toBe("255");
    expect(writtenId("5f3e-77", "hex")).toBe("5f3e-77");
  });
});
