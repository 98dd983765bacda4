import { describe, expect, test } from "vitest";
import type { SmsDraft } from "../../../src/native/types.ts";
import { vonageInbound } from "../../../src/native/vonage/inbound.ts";
import { SIGNATURE_SECRET } from "../../provider/vonage/account.ts";
import { signedSmsWebhook } from "../../support/vonage-double.ts";
import { asJson, kit, NOW, SECONDS, SECRETS, wireOf } from "./wire.ts";

const source = vonageInbound(kit);
const MESSAGE = {
  "api-key": "abcd1234",
  msisdn: "447700900000",
  to: "447700900001",
  messageId: "0A0000000123ABCD1",
  text: "Thank you",
  type: "text",
  keyword: "THANK",
  "message-timestamp": "2026-01-01 12:00:00",
  timestamp: String(SECONDS),
  nonce: "aaaaaaaa-bbbb-cccc-dddd-0123456789ab",
};
const PART = { concat: "true", "concat-ref": "17", "concat-total": "3", "concat-part": "2" };

function parsed(over: object): SmsDraft {
  const read = source.parse(asJson({ ...MESSAGE, ...over }));
  if (!read.ok) throw new Error(read.reason);
  expect(read.natives).toHaveLength(1);
  return read.natives[0] as SmsDraft;
}

describe("a message from a handset, through the SMS API", () => {
  test("is a reply, at the time at which it was pushed", () => {
    expect(parsed({})).toMatchObject({
      type: "inbound.reply",
      source: "vonage.inbound",
      dedupeKey: "vo/0A0000000123ABCD1",
      occurredAt: NOW,
      endpoint: { endpoint_type: "phone_number", value: "+447700900000" },
      data: {
        number: kit.numberId("+447700900000"),
        sender: kit.numberId("+447700900001"),
        parts: 1,
      },
      raw: { person: kit.numberId("+447700900000") },
    });
  });

  test.each([
    ["STOP", "inbound.opt_out"],
    ["start", "inbound.opt_in"],
    ["Help", "inbound.help"],
    ["ACK", "inbound.acknowledgement"],
  ])("that says %s is %s", (text, type) => {
    expect(parsed({ text }).type).toBe(type);
  });

  test("to a short code keeps it", () => {
    expect(parsed({ to: "12345" }).data).toMatchObject({ sender: kit.numberId("12345") });
  });

  test("of several parts comes part by part, each an event of its own", () => {
    const native = parsed(PART);
    expect(native).toMatchObject({
      type: "inbound.part",
      dedupeKey: "vo/0A0000000123ABCD1/2",
      data: { reference: "17", index: 2, total: 3, number: kit.numberId("+447700900000") },
      unkept: { body: "Thank you" },
    });
    expect(parsed({ ...PART, "concat-part": "3" }).dedupeKey).not.toBe(native.dedupeKey);
    const { raw: _raw, unkept: _unkept, ...kept } = native;
    expect(JSON.stringify(kept)).not.toContain("Thank you");
  });

  test.each([
    [{ text: undefined, type: "binary", data: "00ff" }, "A message of type binary without text."],
    [{ ...PART, "concat-part": "4" }, "Not as documented: concat."],
    [{ ...PART, "concat-ref": undefined }, "Not as documented: concat."],
    [{ ...PART, "concat-total": "0" }, "Not as documented: concat-total."],
    [{ msisdn: "Bank" }, "Not as documented: msisdn."],
    [{ messageId: undefined }, "Not as documented: messageId."],
  ])("%j is not understood", (over, reason) => {
    expect(source.parse(asJson({ ...MESSAGE, ...over }))).toEqual({ ok: false, reason });
  });

  test("is verified as a receipt is", () => {
    const wire = wireOf(
      signedSmsWebhook("sha256", SIGNATURE_SECRET, { ...MESSAGE, ...PART }, "form"),
    );
    expect(source.verify?.(wire, SECRETS)).toEqual({ ok: true });
    expect(source.verify?.(asJson(MESSAGE), SECRETS).ok).toBe(false);
  });
});
