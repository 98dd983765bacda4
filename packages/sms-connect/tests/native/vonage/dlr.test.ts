import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SmsDraft } from "../../../src/native/types.ts";
import { vonageDlr } from "../../../src/native/vonage/dlr.ts";
import { SIGNATURE_SECRET } from "../../provider/vonage/account.ts";
import { signedSmsWebhook } from "../../support/vonage-double.ts";
import { asJson, kit, NOW, SECONDS, SECRETS, wireOf } from "./wire.ts";

const source = vonageDlr(kit);
// https://developer.vonage.com/en/messaging/sms/guides/delivery-receipts: "a typical DLR", signed.
const DLR = {
  "err-code": "0",
  "message-timestamp": "2018-10-25 12:10:29",
  messageId: "0B00000127FDBC63",
  msisdn: "447547232824",
  "network-code": "23410",
  price: "0.03330000",
  scts: "1810251310",
  status: "delivered",
  to: "Vonage",
  timestamp: String(SECONDS),
};

function parsed(over: object): SmsDraft {
  const read = source.parse(asJson({ ...DLR, ...over }));
  if (!read.ok) throw new Error(read.reason);
  expect(read.natives).toHaveLength(1);
  return read.natives[0] as SmsDraft;
}

describe("a receipt of the SMS API", () => {
  test("speaks of one part, at the time at which it was pushed", () => {
    expect(parsed({ "client-ref": "smsop_1" })).toMatchObject({
      type: "receipt.delivered",
      source: "vonage.dlr",
      dedupeKey: "vo/0B00000127FDBC63/delivered//1810251310",
      occurredAt: NOW,
      nativeStatus: "delivered",
      refs: [
        { provider_name: "vo", ref_type: "message_id", ref_value: "0B00000127FDBC63" },
        { provider_name: "sms-connect", ref_type: "operation", ref_value: "smsop_1" },
      ],
      learns: [{ ref_value: "0B00000127FDBC63" }],
      data: { class: "delivered", code: null, network: "23410", final: true },
      raw: { person: kit.numberId("+447547232824") },
    });
  });

  test("without a signed time has none: scts and message-timestamp have no zone", () => {
    expect(parsed({ timestamp: undefined }).occurredAt).toBeNull();
  });

  test("with a code is as fine as the code, which is kept", () => {
    expect(parsed({ status: "failed", "err-code": "3" })).toMatchObject({
      type: "receipt.unknown_subscriber",
      data: { status: "failed", code: "3" },
    });
    expect(parsed({ status: "failed", "err-code": 99 }).type).toBe("receipt.provider_error");
  });

  test.each(["accepted", "buffered", "expired", "unknown", "nobody knows"])(
    "of the status %s is no delivery",
    (status) => {
      const native = parsed({ status });
      expect(native.nativeStatus).toBe(status);
      expect(native.type).not.toBe("receipt.delivered");
    },
  );

  test("told again is the same event; another part, status, code or date is another", () => {
    const told = [
      {},
      { status: "failed" },
      { status: "failed", "err-code": "3" },
      { scts: "1810251311" },
      { messageId: "0B00000127FDBC64" },
    ];
    const keys = told.map((over) => parsed(over).dedupeKey);
    expect(new Set(keys).size).toBe(told.length);
    expect(told.map((over) => parsed({ ...over, nonce: "2", timestamp: "1" }).dedupeKey)).toEqual(
      keys,
    );
  });

  test.each(["", undefined])("without a reference (%j) is correlated by its part alone", (ref) => {
    expect(parsed({ "client-ref": ref }).refs).toHaveLength(1);
  });

  test("reads the same from a form", () => {
    const form = wireOf(signedSmsWebhook("sha256", SIGNATURE_SECRET, DLR, "form"));
    const { raw: _raw, ...expected } = parsed({});
    expect(source.parse(form)).toMatchObject({ ok: true, natives: [expected] });
    expect(source.verify?.(form, SECRETS)).toEqual({ ok: true });
  });

  test("holds no number but in what is kept raw", () => {
    const { raw: _raw, ...native } = parsed({});
    expect(JSON.stringify(native)).not.toContain("447547232824");
  });

  test.each([
    [{ messageId: undefined }, "Not as documented: messageId."],
    [{ status: "" }, "Not as documented: status."],
    [{ timestamp: "soon" }, "Not as documented: timestamp."],
    [{ status: ["failed"] }, "The body is no flat list of parameters."],
  ])("%j is not understood", (over, reason) => {
    expect(source.parse(asJson({ ...DLR, ...over }))).toEqual({ ok: false, reason });
  });

  test("that is not understood is still somebody's", () => {
    expect(source.person?.(asJson({ msisdn: "447547232824" }))).toBe(kit.numberId("+447547232824"));
    expect(source.person?.(asJson({}))).toBeNull();
  });

  test("never throws, whatever the bytes", () => {
    fc.assert(
      fc.property(
        fc.uint8Array(),
        fc.constantFrom("application/json", "text/plain"),
        (body, type) => {
          const wire = { ...asJson({}), body, headers: { "content-type": type } };
          source.parse(wire);
          source.person?.(wire);
          expect(source.verify?.(wire, SECRETS).ok).toBe(false);
        },
      ),
      { seed: 11 },
    );
  });

  test("never throws, whatever the JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        source.parse(asJson(body));
        source.person?.(asJson(body));
        expect(source.verify?.(asJson(body), SECRETS).ok).toBe(false);
      }),
      { seed: 12 },
    );
  });
});
