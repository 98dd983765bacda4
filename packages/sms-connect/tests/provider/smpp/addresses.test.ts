import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAddress, writeAddress } from "../../../src/provider/smpp/addresses.ts";
import { settingsOf } from "./harness.ts";

const settings = settingsOf();

describe("addresses that are sent", () => {
  test.each([
    ["destination", "+4915112345678", { ton: 1, npi: 1, address: "4915112345678" }],
    ["number", "+493012345", { ton: 1, npi: 1, address: "493012345" }],
    ["short_code", "72345", { ton: 3, npi: 0, address: "72345" }],
    ["alphanumeric", "Acme Ltd", { ton: 5, npi: 0, address: "Acme Ltd" }],
  ] as const)("of kind %s carry its numbering", (kind, value, expected) => {
    expect(writeAddress(settings, kind, value)).toEqual(expected);
  });

  test("carry what the configuration says instead", () => {
    const own = settingsOf({ addresses: { plus: true, short_code: { ton: 0, npi: 1 } } });
    expect(writeAddress(own, "number", "+493012345")?.address).toBe("+493012345");
    expect(writeAddress(own, "short_code", "72345")).toEqual({ ton: 0, npi: 1, address: "72345" });
  });

  test.each([["x".repeat(21)], [""], ["Ac\u0000me"], ["Ακμή"]])(
    "are refused where no field holds them",
    (value) => {
      expect(writeAddress(settings, "alphanumeric", value)).toBeNull();
    },
  );
});

describe("addresses that come", () => {
  const german = { country: "DE" };
  test.each([
    [1, "4915112345678", "+4915112345678"],
    [1, "+4915112345678", "+4915112345678"],
    [1, "004915112345678", "+4915112345678"],
    [0, "4915112345678", "+4915112345678"],
    [0, "004915112345678", "+4915112345678"],
    [0, "015112345678", "+4915112345678"],
    [2, "15112345678", "+4915112345678"],
    [2, "015112345678", "+4915112345678"],
    [3, "72345", "72345"],
    [0, "72345", "72345"],
    [5, "Acme", "Acme"],
    [5, "12345678901", "12345678901"],
    [6, "123", "123"],
  ])("of type %i: %s is %s", (ton, address, expected) => {
    expect(readAddress(german, { ton, npi: 1, address })).toBe(expected);
  });

  test("of a national number stay as they are where no country is known", () => {
    expect(readAddress({}, { ton: 2, npi: 1, address: "015112345678" })).toBe("015112345678");
  });

  test("come back as they were sent", () => {
    const numbers = fc
      .tuple(
        fc.integer({ min: 1, max: 9 }),
        fc.string({
          unit: fc.constantFrom(...Array.from("0123456789")),
          minLength: 6,
          maxLength: 14,
        }),
      )
      .map(([first, rest]) => `+${first}${rest}`);
    fc.assert(
      fc.property(numbers, fc.boolean(), (number, plus) => {
        const own = settingsOf({ addresses: { plus } });
        const wire = writeAddress(own, "destination", number);
        expect(wire && readAddress({}, wire)).toBe(number);
      }),
      { seed: 20_260_102, numRuns: 200 },
    );
  });
});
