import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { e164, ourAddress } from "../../src/native/msisdn.ts";
import { kitOf } from "../support/kits.ts";

describe("an address as a provider writes it", () => {
  test.each([
    ["447700900000", "+447700900000"],
    ["+447700900000", "+447700900000"],
    ["12345", "12345"],
    ["MyBrand", "MyBrand"],
    ["0447700900000", "0447700900000"],
    ["1234567890123456", "1234567890123456"],
    ["", ""],
  ])("%j is %j", (address, expected) => {
    expect(e164(address)).toBe(expected);
  });

  test("is the same read twice", () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (text, number) => {
        for (const address of [text, String(number)])
          expect(e164(e164(address))).toBe(e164(address));
      }),
      { seed: 41 },
    );
  });
});

test("a short code of ours that is as long as a number is none", () => {
  const senders = [
    { sender_identity_id: "short", sender_type: "short_code", sender_value: "7654321" },
  ];
  expect(ourAddress(kitOf([], { senders }), "7654321")).toBe("7654321");
  expect(ourAddress(kitOf([]), "7654321")).toBe("+7654321");
});
