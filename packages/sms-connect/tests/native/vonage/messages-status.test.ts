import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SmsDraft } from "../../../src/native/types.ts";
import { vonageMessagesStatus } from "../../../src/native/vonage/messages-status.ts";
import { SIGNATURE_SECRET } from "../../provider/vonage/account.ts";
import { signedMessagesWebhook } from "../../support/vonage-double.ts";
import { asJson, kit, NOW, SECONDS, SECRETS, wireOf } from "./wire.ts";

const source = vonageMessagesStatus(kit);
const UUID = "aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab";
const STATUS = {
  message_uuid: UUID,
  to: "447700900000",
  from: "447700900001",
  timestamp: "2026-01-01T12:00:00.000Z",
  status: "submitted",
  channel: "sms",
  usage: { currency: "EUR", price: "0.0333" },
  client_ref: "smsop_1",
  destination: { network_code: "12345" },
  sms: { count_total: "1" },
};
const error = (title: string | number, type = "about:blank") => ({
  error: { type, title, detail: "…", instance: "bf0ca0bf" },
});

function parsed(over: object): SmsDraft {
  const read = source.parse(asJson({ ...STATUS, ...over }));
  if (!read.ok) throw new Error(read.reason);
  expect(read.natives).toHaveLength(1);
  return read.natives[0] as SmsDraft;
}

describe("a status of the Messages API", () => {
  test("speaks of the whole message, at its own time", () => {
    expect(parsed({ status: "delivered" })).toMatchObject({
      type: "receipt.delivered",
      source: "vonage.messages_status",
      dedupeKey: `vo/${UUID}/delivered//${NOW}`,
      occurredAt: NOW,
      refs: [
        { provider_name: "vo", ref_type: "message_id", ref_value: UUID },
        { provider_name: "sms-connect", ref_type: "operation", ref_value: "smsop_1" },
      ],
      data: { network: "12345", code: null, final: true },
      raw: { person: kit.numberId("+447700900000") },
    });
  });

  test("keeps the offset of its time", () => {
    expect(parsed({ timestamp: "2026-01-01T14:00:00+02:00" }).occurredAt).toBe(NOW);
  });

  test.each([
    [error("1210"), "receipt.filtered", "1210"],
    [error(1210), "receipt.filtered", "1210"],
    [
      error("Rejected", "https://developer.vonage.com/api-errors/messages#1240"),
      "receipt.provider_suppressed",
      "1240",
    ],
    [error("1330"), "receipt.unknown", "1330"],
    [error("1360"), "receipt.expired_by_provider", "1360"],
    [error("9999"), "receipt.undelivered", "9999"],
    [error("Rejected"), "receipt.undelivered", null],
    [{}, "receipt.undelivered", null],
  ])("rejected with %j is %s", (over, type, code) => {
    expect(parsed({ ...over, status: "rejected" })).toMatchObject({ type, data: { code } });
  });

  test("of a status that nobody knows keeps its word", () => {
    expect(parsed({ status: "read" })).toMatchObject({
      type: "receipt.unrecognised",
      nativeStatus: "read",
    });
  });

  test("told again is the same event; another status, code or time is another", () => {
    const told = [
      {},
      { status: "rejected" },
      { status: "rejected", ...error("1210") },
      { timestamp: "2026-01-01T12:00:01.000Z" },
      { message_uuid: "b" },
    ];
    expect(new Set(told.map((over) => parsed(over).dedupeKey)).size).toBe(told.length);
    expect(parsed({ usage: undefined }).dedupeKey).toBe(parsed({}).dedupeKey);
  });

  test.each([
    [{ channel: "whatsapp" }, "A status of the channel whatsapp, not of an SMS."],
    [{ timestamp: "2026-01-01 12:00:00" }, "Not as documented: timestamp."],
    [{ message_uuid: undefined }, "Not as documented: message_uuid."],
  ])("%j is not understood", (over, reason) => {
    expect(source.parse(asJson({ ...STATUS, ...over }))).toEqual({ ok: false, reason });
  });

  test("that is not understood is still somebody's", () => {
    expect(source.person?.(asJson({ to: "447700900000" }))).toBe(kit.numberId("+447700900000"));
    expect(source.person?.(asJson([]))).toBeNull();
  });

  test("is verified by its token", async () => {
    const body = JSON.stringify(STATUS);
    const wire = wireOf(await signedMessagesWebhook(SIGNATURE_SECRET, body, SECONDS));
    expect(source.verify?.(wire, SECRETS)).toEqual({ ok: true });
    expect(source.verify?.(asJson(STATUS), SECRETS).ok).toBe(false);
  });

  test("never throws, whatever the bytes and the JSON", () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.json().map(Buffer.from)), (body) => {
        const wire = { ...asJson({}), body };
        source.parse(wire);
        source.person?.(wire);
        expect(source.verify?.(wire, SECRETS).ok).toBe(false);
      }),
      { seed: 13 },
    );
  });
});

describe("a longer message that is rejected", () => {
  const rejected = (sms: object, over: object = {}) => parsed({ status: "rejected", sms, ...over });

  test("because not every part was confirmed in five minutes is undecided", () => {
    const segments = [{ status: "delivered", timestamp: STATUS.timestamp }];
    const native = rejected({ total_count: "2", segments });
    expect(native).toMatchObject({ type: "receipt.unknown", data: { status: "rejected" } });
    expect(rejected({ total_count: 2, segments }).type).toBe("receipt.unknown");
    expect(rejected({ count_total: "2" }).type).toBe("receipt.unknown");
  });

  test("because a part of it was rejected was not delivered", () => {
    const segments = [{ status: "delivered" }, { status: "rejected" }];
    expect(rejected({ total_count: "2", segments }).type).toBe("receipt.undelivered");
  });

  test("for a reason that its code tells was not delivered for that reason", () => {
    expect(rejected({ total_count: "2" }, error("1190")).type).toBe("receipt.unknown_subscriber");
  });

  test("of one part was not delivered", () => {
    expect(rejected({ total_count: "1" }).type).toBe("receipt.undelivered");
  });
});
