import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SmsDraft } from "../../../src/native/types.ts";
import { vonageMessagesInbound } from "../../../src/native/vonage/messages-inbound.ts";
import { SIGNATURE_SECRET } from "../../provider/vonage/account.ts";
import { signedMessagesWebhook } from "../../support/vonage-double.ts";
import { asJson, kit, NOW, SECONDS, SECRETS, wireOf } from "./wire.ts";

const source = vonageMessagesInbound(kit);
const MESSAGE = {
  channel: "sms",
  message_uuid: "aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab",
  to: "447700900001",
  from: "447700900000",
  timestamp: "2026-01-01T12:00:00.000Z",
  message_type: "text",
  text: "Thank you",
  sms: { num_messages: "2", total_count: "2", keyword: "THANK" },
  usage: { currency: "EUR", price: "0.0333" },
};

function parsed(over: object): SmsDraft {
  const read = source.parse(asJson({ ...MESSAGE, ...over }));
  if (!read.ok) throw new Error(read.reason);
  expect(read.natives).toHaveLength(1);
  return read.natives[0] as SmsDraft;
}

describe("a message from a handset, through the Messages API", () => {
  test("is a reply, whole, at its own time", () => {
    expect(parsed({})).toMatchObject({
      type: "inbound.reply",
      source: "vonage.messages_inbound",
      dedupeKey: `vo/${MESSAGE.message_uuid}`,
      occurredAt: NOW,
      endpoint: { value: "+447700900000" },
      data: { sender: kit.numberId("+447700900001"), parts: 2, missing_parts: 0 },
      raw: { person: kit.numberId("+447700900000") },
    });
    expect(parsed({ sms: undefined }).data).toMatchObject({ parts: 1 });
    expect(parsed({ sms: { num_messages: "some" } }).data).toMatchObject({ parts: 1 });
  });

  test("that says STOP is an opt-out", () => {
    expect(parsed({ text: "Stop" }).type).toBe("inbound.opt_out");
  });

  test.each([
    [{ channel: "whatsapp" }, "A text of the channel whatsapp, not the text of an SMS."],
    [
      { message_type: "unsupported", text: undefined },
      "A unsupported of the channel sms, not the text of an SMS.",
    ],
    [{ from: "Bank" }, "Not as documented: from."],
    [{ timestamp: "2026-01-01 12:00:00" }, "Not as documented: timestamp."],
  ])("%j is not understood", (over, reason) => {
    expect(source.parse(asJson({ ...MESSAGE, ...over }))).toEqual({ ok: false, reason });
  });

  test("is verified by its token", async () => {
    const body = JSON.stringify(MESSAGE);
    const wire = wireOf(await signedMessagesWebhook(SIGNATURE_SECRET, body, SECONDS));
    expect(source.verify?.(wire, SECRETS)).toEqual({ ok: true });
    expect(source.verify?.(asJson(MESSAGE), SECRETS).ok).toBe(false);
  });

  test("never throws, whatever the JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        source.parse(asJson(body));
        source.person?.(asJson(body));
        expect(source.verify?.(asJson(body), SECRETS).ok).toBe(false);
      }),
      { seed: 14 },
    );
  });
});
