import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messageBirdReceipt } from "../../../src/native/bird/messagebird-classify.ts";
import {
  MESSAGEBIRD_CODES,
  MESSAGEBIRD_REASONS,
  MESSAGEBIRD_STATUSES,
} from "../../../src/native/bird/messagebird-tables.ts";

const STATUSES = Object.keys(MESSAGEBIRD_STATUSES);
const CODES = Object.keys(MESSAGEBIRD_CODES);
const REASONS = Object.keys(MESSAGEBIRD_REASONS);

describe("a status of MessageBird's", () => {
  test.each([
    ["scheduled", "provider_scheduled", false],
    ["sent", "dispatched", false],
    ["buffered", "buffered", false],
    ["delivered", "delivered", true],
    ["expired", "expired_by_provider", true],
    ["delivery_failed", "failed", true],
  ])("%s is %s", (status, receipt, final) => {
    expect(messageBirdReceipt(status, null, null)).toEqual({
      class: receipt,
      final,
      retryable: null,
    });
  });

  test.each(["", "Delivered", "delivery failed", "constructor", "__proto__"])(
    "that nobody has documented, %j, is not guessed at",
    (status) => {
      expect(messageBirdReceipt(status, "1", "unknown subscriber").class).toBe("unrecognised");
    },
  );
});

describe("what failed is told more finely", () => {
  test.each([
    ["1", null, "unknown_subscriber", false],
    ["12", null, "unknown_subscriber", false],
    ["8", null, "unavailable", true],
    ["31", null, "unavailable", true],
    ["103", null, "provider_suppressed", false],
    ["104", "generic delivery failure", "sender_not_registered", false],
    [null, "unknown subscriber", "unknown_subscriber", false],
    [null, "Unavailable Subscriber", "unavailable", true],
    ["9999", "unknown subscriber", "unknown_subscriber", false],
    [null, "generic delivery failure", "failed", null],
    ["9999", "a reason of tomorrow", "failed", null],
    ["constructor", "__proto__", "failed", null],
  ])("by code %j and reason %j to %s", (code, reason, receipt, retryable) => {
    expect(messageBirdReceipt("delivery_failed", code, reason)).toEqual({
      class: receipt,
      final: true,
      retryable,
    });
  });
});

describe("what expired", () => {
  test.each([
    [null, "expired", "expired"],
    ["8", "unavailable subscriber", "expired"],
    ["27", null, "expired"],
    [null, "DLR not received", "expired_by_provider"],
    ["27", "DLR not received", "expired_by_provider"],
    ["1", null, "expired_by_provider"],
    [null, null, "expired_by_provider"],
  ])("by code %j and reason %j is %s", (code, reason, receipt) => {
    expect(messageBirdReceipt("expired", code, reason).class).toBe(receipt);
  });
});

describe("as a law", () => {
  test("a code and a reason that are in no table change nothing", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...STATUSES),
        fc.string(),
        fc.string(),
        (status, code, reason) => {
          fc.pre(!CODES.includes(code) && !REASONS.includes(reason.toLowerCase()));
          fc.pre(!["expired", "unavailable subscriber"].includes(reason.toLowerCase()));
          expect(messageBirdReceipt(status, code, reason)).toEqual(
            messageBirdReceipt(status, null, null),
          );
        },
      ),
      { seed: 31 },
    );
  });

  test("nothing refines what is not over, or was delivered", () => {
    for (const status of ["scheduled", "sent", "buffered", "delivered"])
      for (const code of [null, ...CODES])
        for (const reason of [null, ...REASONS])
          expect(messageBirdReceipt(status, code, reason)).toEqual(
            messageBirdReceipt(status, null, null),
          );
  });
});
