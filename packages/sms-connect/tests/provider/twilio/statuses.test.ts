import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RECEIPTS } from "../../../src/native/receipt-classes.ts";
import { REJECTIONS } from "../../../src/native/rejections.ts";
import { TWILIO_CODES, twilioCode } from "../../../src/provider/twilio/codes.ts";
import { readTwilioStatus, TWILIO_STATUSES } from "../../../src/provider/twilio/statuses.ts";

describe("Twilio's statuses", () => {
  test.each([
    ["accepted", "provider_accepted", false],
    ["scheduled", "provider_scheduled", false],
    ["queued", "provider_queued", false],
    ["sending", "dispatched", false],
    ["sent", "carrier_accepted", false],
    ["delivered", "delivered", true],
    ["undelivered", "undelivered", true],
    ["failed", "failed", true],
    ["canceled", "cancelled", true],
  ])("%s is read as %s", (status, type, final) => {
    expect(readTwilioStatus(status, null)).toEqual({ class: type, final, retryable: null });
  });

  test.each([
    "read",
    "partially_delivered",
    "receiving",
    "received",
    "Delivered",
    "constructor",
    "",
  ])("%j is nobody's status of an SMS that was sent", (status) => {
    expect(readTwilioStatus(status, null)).toEqual({ class: "unrecognised", retryable: null });
  });

  test("a delivery with an error code is no delivery and no failure", () => {
    expect(readTwilioStatus("delivered", "30003")).toEqual({ class: "unknown", retryable: null });
  });

  test.each([
    ["30005", "unknown_subscriber", false],
    ["30003", "unavailable_final", true],
    ["30006", "unreachable_final", false],
    ["21610", "provider_suppressed", false],
    ["30004", "blocked", false],
    ["30007", "filtered", false],
    ["30034", "regulatory_rejected", false],
    ["30018", "sender_not_allowed", false],
    ["30017", "temporary_network_error", true],
    ["30008", "provider_error", false],
    ["30001", "quota", true],
    ["30036", "expired", false],
  ])("%s in a negative status is read as %s", (code, type, retryable) => {
    for (const status of ["undelivered", "failed"])
      expect(readTwilioStatus(status, code)).toEqual({ class: type, final: true, retryable });
  });

  test("a code that nobody knows leaves the status as it is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 90_000, max: 99_999 }), (code) => {
        expect(readTwilioStatus("undelivered", String(code)).class).toBe("undelivered");
        expect(readTwilioStatus("failed", String(code)).class).toBe("failed");
      }),
      { seed: 1 },
    );
  });

  test("no code makes anything positive of a negative status, nor stronger of another", () => {
    const codes = [null, ...TWILIO_CODES.flatMap((row) => row.codes)];
    for (const code of codes) {
      for (const [status, entry] of Object.entries(TWILIO_STATUSES)) {
        const { class: type } = readTwilioStatus(status, code);
        if (entry.negative) expect(RECEIPTS[type].assessment).not.toMatch(/^success\./);
        else expect([entry.class, "unknown"]).toContain(type);
      }
    }
  });

  test("each code stands in one row, and every row names a class and a reason that exist", () => {
    const codes = TWILIO_CODES.flatMap((row) => row.codes);
    expect(new Set(codes).size).toBe(codes.length);
    for (const { receipt, rejection } of TWILIO_CODES) {
      expect(Object.keys(RECEIPTS)).toContain(receipt);
      expect(Object.keys(REJECTIONS)).toContain(rejection);
    }
    expect(twilioCode(null)).toBeNull();
    expect(twilioCode("constructor")).toBeNull();
  });
});
