import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { birdReceipt } from "../../../src/native/bird/classify.ts";
import { BIRD_ERRORS } from "../../../src/native/bird/error-table.ts";
import { BIRD_EVENTS } from "../../../src/native/bird/event-table.ts";

const EVENTS = Object.keys(BIRD_EVENTS);
const ERRORS = Object.keys(BIRD_ERRORS);

describe("an event of Bird's", () => {
  test.each([
    ["sms.accepted", "provider_accepted", false],
    ["sms.sent", "dispatched", false],
    ["sms.delivered", "delivered", true],
    ["sms.undelivered", "deferred", false],
    ["sms.failed", "failed", true],
    ["sms.rejected", "provider_error", true],
    ["sms.expired", "expired_by_provider", true],
  ])("%s is %s", (type, receipt, final) => {
    expect(birdReceipt(type, null)).toMatchObject({ class: receipt, final });
    expect(birdReceipt(type, "unknown")).toMatchObject({ class: receipt, final });
  });

  test.each(["sms.scheduled", "sms", "SMS.DELIVERED", "constructor", "__proto__", ""])(
    "that nobody has documented, %j, is not guessed at",
    (type) => {
      for (const code of [null, "unreachable"])
        expect(birdReceipt(type, code)).toEqual({
          class: "unrecognised",
          final: false,
          retryable: null,
        });
    },
  );
});

describe("an error's code refines", () => {
  test.each([
    ["invalid_destination", "invalid_number"],
    ["unreachable", "unavailable_final"],
    ["blocked_by_carrier", "filtered"],
    ["blocked_by_recipient", "blocked"],
    ["landline_unreachable", "unreachable_final"],
    ["content_rejected", "filtered"],
    ["sender_unregistered", "sender_not_registered"],
    ["recipient_opted_out", "provider_suppressed"],
    ["provider_unavailable", "provider_error"],
    ["insufficient_balance", "quota"],
  ])("what failed by %s to %s", (code, receipt) => {
    for (const type of ["sms.failed", "sms.rejected"])
      expect(birdReceipt(type, code)).toMatchObject({ class: receipt, final: true });
  });

  test.each([
    ["unreachable", "unavailable"],
    ["landline_unreachable", "unreachable"],
    ["provider_unavailable", "temporary_network_error"],
    ["blocked_by_carrier", "deferred"],
    ["recipient_opted_out", "deferred"],
    ["invalid_destination", "deferred"],
  ])("what is undelivered by %s to %s, which may yet be delivered", (code, receipt) => {
    expect(birdReceipt("sms.undelivered", code)).toEqual({
      class: receipt,
      final: false,
      retryable: true,
    });
  });

  test("what expired only where the handset could not be reached", () => {
    for (const code of ERRORS)
      expect(birdReceipt("sms.expired", code).class).toBe(
        code === "unreachable" ? "expired" : "expired_by_provider",
      );
  });

  test("nothing that was accepted, sent or delivered", () => {
    for (const type of ["sms.accepted", "sms.sent", "sms.delivered"])
      for (const code of ERRORS) expect(birdReceipt(type, code)).toEqual(birdReceipt(type, null));
  });

  test("to nothing that lasts where only the account was at fault", () => {
    for (const code of ["insufficient_balance", "provider_unavailable"])
      expect(birdReceipt("sms.failed", code).retryable).toBeNull();
    expect(birdReceipt("sms.failed", "invalid_destination").retryable).toBe(false);
  });
});

describe("as a law", () => {
  test("a code that is not in the table changes nothing", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...EVENTS),
        fc.oneof(fc.string(), fc.constantFrom("constructor", "__proto__", "toString")),
        (type, code) => {
          fc.pre(!ERRORS.includes(code));
          expect(birdReceipt(type, code)).toEqual(birdReceipt(type, null));
        },
      ),
      { seed: 21 },
    );
  });

  test("an event that is not in the table is unrecognised, whatever its code", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(null, ...ERRORS), (type, code) => {
        fc.pre(!EVENTS.includes(type));
        expect(birdReceipt(`sms.${type}`, code).class).toBe(birdReceipt(`sms.${type}`, null).class);
        expect(birdReceipt(type, code).class).toBe("unrecognised");
      }),
      { seed: 22 },
    );
  });
});
