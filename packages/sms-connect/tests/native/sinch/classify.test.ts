import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sinchReceipt } from "../../../src/native/sinch/classify.ts";
import { SINCH_CODES } from "../../../src/native/sinch/code-table.ts";
import { SINCH_STATUSES } from "../../../src/native/sinch/status-table.ts";
import { RECEIPTS } from "../../../src/native/receipt-classes.ts";

const STATUSES = Object.keys(SINCH_STATUSES);

describe("a status of Sinch's", () => {
  test.each([
    ["Queued", 400, "provider_queued", false],
    ["Dispatched", 401, "dispatched", false],
    ["Delivered", 0, "delivered", true],
    ["Aborted", 403, "provider_error", true],
    ["Rejected", 399, "rejected", true],
    ["Cancelled", 407, "cancelled", true],
    ["Failed", 9_999, "failed", true],
    ["Deleted", 9_999, "deleted", true],
    ["Expired", 9_999, "expired_by_provider", true],
    ["Unknown", 9_999, "unknown", true],
  ])("%s with code %i is %s", (status, code, receipt, final) => {
    expect(sinchReceipt(status, code)).toMatchObject({ class: receipt, final });
  });

  test.each(["", "delivered", "DELIVERED", "Delivrd", "constructor", "__proto__", "toString"])(
    "that nobody has documented, %j, is not guessed at",
    (status) => {
      for (const code of [0, 100, 402])
        expect(sinchReceipt(status, code)).toEqual({
          class: "unrecognised",
          final: false,
          retryable: null,
        });
    },
  );
});

describe("a code refines what failed", () => {
  test.each([
    ["Failed", 100, "unknown_subscriber", false],
    ["Failed", 150, "unknown_subscriber", false],
    ["Failed", 151, "blocked", false],
    ["Failed", 153, "unavailable", true],
    ["Failed", 201, "unavailable", true],
    ["Failed", 250, "blocked", false],
    ["Failed", 11, "unreachable_final", false],
    ["Failed", 14, "route_unavailable", true],
    ["Failed", 62, "filtered", false],
    ["Failed", 102, "temporary_network_error", true],
    ["Failed", 300, "invalid_number", false],
    ["Failed", 310, "sender_not_allowed", false],
    ["Rejected", 410, "sender_not_allowed", false],
    ["Rejected", 413, "quota", false],
    ["Rejected", 61, "provider_suppressed", false],
    ["Aborted", 402, "route_unavailable", false],
    ["Aborted", 406, "expired", false],
    ["Deleted", 300, "invalid_number", false],
  ])("%s with %i is %s", (status, code, receipt, retryable) => {
    expect(sinchReceipt(status, code)).toEqual({ class: receipt, final: true, retryable });
  });

  test("to whether it lasts, where Sinch tells that and nothing more", () => {
    expect(sinchReceipt("Failed", 109)).toMatchObject({ class: "undelivered", retryable: true });
    expect(sinchReceipt("Failed", 103)).toMatchObject({
      class: "undelivered_permanent",
      retryable: false,
    });
  });

  test.each([
    [110, "undelivered"],
    [160, "unreachable"],
    [213, "unreachable"],
  ])("but %i, called permanent and described as passing, ends nothing", (code, receipt) => {
    expect(sinchReceipt("Failed", code)).toMatchObject({ class: receipt, retryable: null });
  });

  test("and leaves what was delivered, queued, withdrawn or unknown as it is", () => {
    for (const status of ["Delivered", "Queued", "Dispatched", "Cancelled", "Unknown"])
      for (const code of SINCH_CODES.keys())
        expect(sinchReceipt(status, code)).toEqual({
          class: SINCH_STATUSES[status]?.class,
          final: SINCH_STATUSES[status]?.final,
          retryable: null,
        });
  });
});

describe("what expired", () => {
  test("did so at the network only where the network says so", () => {
    for (const [code, { network }] of SINCH_CODES)
      expect(sinchReceipt("Expired", code).class, String(code)).toBe(
        network || code === 406 ? "expired" : "expired_by_provider",
      );
  });

  test.each([0, 399, 401, 9_999, -1])("is Sinch's waiting that ended with code %i", (code) => {
    expect(sinchReceipt("Expired", code).class).toBe("expired_by_provider");
  });
});

describe("as a law", () => {
  test("a code that is not in the table changes nothing", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...STATUSES),
        fc.integer().filter((code) => !SINCH_CODES.has(code)),
        (status, code) => {
          const { class: receipt, final } = SINCH_STATUSES[status] ?? {};
          expect(sinchReceipt(status, code)).toEqual({ class: receipt, final, retryable: null });
        },
      ),
      { seed: 11 },
    );
  });

  test("a status that is not in the table is unrecognised, whatever its code", () => {
    fc.assert(
      fc.property(
        fc.string().filter((status) => !STATUSES.includes(status)),
        fc.integer(),
        (status, code) => {
          expect(sinchReceipt(status, code).class).toBe("unrecognised");
        },
      ),
      { seed: 12 },
    );
  });

  test("nothing is permanent and may be sent once more", () => {
    for (const status of STATUSES)
      for (const code of SINCH_CODES.keys()) {
        const { class: receipt, retryable } = sinchReceipt(status, code);
        if (receipt.endsWith("_permanent") || receipt.endsWith("_final"))
          expect(retryable, `${status} ${code}`).toBe(false);
      }
  });

  test("nothing but Delivered is delivered, and it never fails", () => {
    for (const status of STATUSES)
      for (const code of SINCH_CODES.keys())
        expect(RECEIPTS[sinchReceipt(status, code).class].dlr === RECEIPTS.delivered.dlr).toBe(
          status === "Delivered",
        );
  });
});

test("every documented code is in the table, once", () => {
  const documented = [
    [1, 19],
    [40, 40],
    [50, 55],
    [60, 67],
    [70, 77],
    [100, 114],
    [150, 164],
    [200, 217],
    [250, 257],
    [300, 304],
    [310, 312],
    [320, 322],
    [330, 350],
    [360, 362],
    [370, 370],
    [399, 399],
    [402, 408],
    [410, 413],
  ] as const;
  const expected = documented.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index),
  );
  expect([...SINCH_CODES.keys()].toSorted((a, b) => a - b)).toEqual(expected);
});
