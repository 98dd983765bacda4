import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RECEIPTS } from "../../../src/native/receipt-classes.ts";
import { REJECTIONS } from "../../../src/native/rejections.ts";
import {
  VONAGE_SUBMISSION_STATUSES,
  vonageSubmission,
} from "../../../src/provider/vonage/answers.ts";
import { VONAGE_CODES } from "../../../src/provider/vonage/codes.ts";
import {
  readVonageStatus,
  VONAGE_DLR_STATUSES,
  VONAGE_MESSAGES_STATUSES,
} from "../../../src/provider/vonage/statuses.ts";

describe("the statuses of the SMS API's receipts", () => {
  test.each([
    ["accepted", "provider_accepted", false],
    ["buffered", "buffered", false],
    ["delivered", "delivered", true],
    ["expired", "expired_by_provider", true],
    ["failed", "failed", true],
    ["rejected", "rejected", true],
    ["unknown", "unknown", undefined],
  ])("%s is read as %s", (status, type, final) => {
    expect(readVonageStatus("dlr", status, null)).toEqual({
      class: type,
      ...(final === undefined ? {} : { final }),
      retryable: null,
    });
  });

  test.each([
    ["3", "unknown_subscriber", false],
    ["2", "unavailable", true],
    ["7", "unavailable", true],
    ["12", "unreachable_final", false],
    ["4", "blocked", false],
    ["9", "provider_suppressed", false],
    ["6", "filtered", false],
    ["5", "ported", false],
    ["11", "route_unavailable", false],
    ["51", "sender_not_allowed", false],
    ["52", "regulatory_rejected", false],
    ["8", "temporary_network_error", true],
    ["99", "provider_error", false],
  ])("err-code %s in a negative status is read as %s", (code, type, retryable) => {
    for (const status of ["failed", "rejected"])
      expect(readVonageStatus("dlr", status, code)).toEqual({
        class: type,
        final: true,
        retryable,
      });
  });

  test("an expiry is never the carrier's, whatever its code", () => {
    for (const code of [null, "1", "2", "3", "99"])
      expect(readVonageStatus("dlr", "expired", code).class).toBe("expired_by_provider");
  });
});

describe("the statuses of the Messages API", () => {
  test.each([
    ["submitted", "provider_accepted", false],
    ["delivered", "delivered", true],
    ["rejected", "undelivered", true],
    ["undeliverable", "provider_error", true],
  ])("%s is read as %s", (status, type, final) => {
    expect(readVonageStatus("messages", status, null)).toEqual({
      class: type,
      final,
      retryable: null,
    });
  });

  test.each([
    ["1190", "unknown_subscriber"],
    ["1240", "provider_suppressed"],
    ["1210", "filtered"],
    ["1170", "invalid_number"],
    ["1360", "expired_by_provider"],
    ["1070", "quota"],
  ])("rejected with %s is read as %s", (code, type) => {
    expect(readVonageStatus("messages", "rejected", code)).toMatchObject({
      class: type,
      final: true,
    });
  });

  test("rejected with 1330 is the SMS API's unknown: no failure, and not final", () => {
    const reading = readVonageStatus("messages", "rejected", "1330");
    expect(reading).toEqual({ class: "unknown", retryable: false });
  });
});

describe("both", () => {
  test.each(["read", "submitted ", "constructor", ""])("%j is nobody's status", (status) => {
    for (const api of ["dlr", "messages"] as const)
      expect(readVonageStatus(api, status, null)).toEqual({
        class: "unrecognised",
        retryable: null,
      });
  });

  test("one API's words are not the other's", () => {
    expect(readVonageStatus("dlr", "submitted", null).class).toBe("unrecognised");
    expect(readVonageStatus("messages", "accepted", null).class).toBe("unrecognised");
  });

  test("a delivery with a code is no delivery and no failure", () => {
    expect(readVonageStatus("dlr", "delivered", "2").class).toBe("unknown");
    expect(readVonageStatus("messages", "delivered", "1180").class).toBe("unknown");
  });

  test("a code that nobody knows leaves the status as it is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2_000, max: 9_999 }), (code) => {
        expect(readVonageStatus("dlr", "failed", String(code)).class).toBe("failed");
        expect(readVonageStatus("dlr", "rejected", String(code)).class).toBe("rejected");
        expect(readVonageStatus("messages", "rejected", String(code)).class).toBe("undelivered");
      }),
      { seed: 6 },
    );
  });

  test("no code makes anything positive of a negative status, nor stronger of another", () => {
    const tables: Record<
      "dlr" | "messages",
      Record<string, { readonly class: string; readonly negative: boolean }>
    > = { dlr: VONAGE_DLR_STATUSES, messages: VONAGE_MESSAGES_STATUSES };
    for (const api of ["dlr", "messages"] as const) {
      const codes = [null, ...VONAGE_CODES.flatMap((row) => row[api])];
      for (const [status, entry] of Object.entries(tables[api])) {
        for (const code of codes) {
          const { class: type } = readVonageStatus(api, status, code);
          if (entry.negative) expect(RECEIPTS[type].assessment).not.toMatch(/^success\./);
          else expect([entry.class, "unknown"]).toContain(type);
        }
      }
    }
  });

  test("each code stands in one row, and every row names a class and a reason that exist", () => {
    for (const api of ["dlr", "messages"] as const) {
      const codes = VONAGE_CODES.flatMap((row) => row[api]);
      expect(new Set(codes).size).toBe(codes.length);
    }
    for (const { receipt, rejection } of VONAGE_CODES) {
      expect(Object.keys(RECEIPTS)).toContain(receipt);
      expect(Object.keys(REJECTIONS)).toContain(rejection);
    }
    expect(Object.keys(VONAGE_SUBMISSION_STATUSES)).not.toContain("0");
    expect(vonageSubmission("constructor")).toEqual({ rejection: "rejected", retryable: false });
  });
});
