import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { twilioInbound } from "../../../src/native/twilio/inbound.ts";
import type { SmsDraft } from "../../../src/native/types.ts";
import { INBOUND_URL, kit, posted, TOKENS } from "./wire.ts";

const source = twilioInbound(kit);
const MESSAGE = {
  MessageSid: "SM0123456789abcdef0123456789abcdef",
  From: "+447700900000",
  To: "+447700900001",
  Body: "Thank you",
  NumSegments: "1",
  NumMedia: "0",
};

function parsed(params: Readonly<Record<string, string>>): SmsDraft {
  const read = source.parse(posted(INBOUND_URL, { ...MESSAGE, ...params }));
  if (!read.ok) throw new Error(read.reason);
  expect(read.natives).toHaveLength(1);
  return read.natives[0] as SmsDraft;
}

describe("a message from a handset, through Twilio", () => {
  test("is a reply, known by its SID, of no time", () => {
    expect(parsed({})).toMatchObject({
      type: "inbound.reply",
      source: "twilio.inbound",
      dedupeKey: `tw/${MESSAGE.MessageSid}`,
      occurredAt: null,
      nativeStatus: null,
      endpoint: { endpoint_type: "phone_number", value: "+447700900000" },
      data: {
        number: kit.numberId("+447700900000"),
        sender: kit.numberId("+447700900001"),
        parts: 1,
        missing_parts: 0,
      },
      raw: { person: kit.numberId("+447700900000") },
    });
  });

  test.each([
    ["STOP", "inbound.opt_out", "opt_out"],
    ["START", "inbound.opt_in", "opt_in"],
    ["HELP", "inbound.help", "help"],
  ])("that Advanced Opt-Out took for %s is %s, whatever its words", (OptOutType, type, status) => {
    expect(parsed({ OptOutType, Body: "Basta" })).toMatchObject({ type, nativeStatus: status });
  });

  test.each(["constructor", "", "stop"])(
    "with OptOutType %j is read by its words",
    (OptOutType) => {
      expect(parsed({ OptOutType })).toMatchObject({ type: "inbound.reply", nativeStatus: null });
      expect(parsed({ OptOutType, Body: "STOP" }).type).toBe("inbound.opt_out");
    },
  );

  test("says of how many segments and pictures it is", () => {
    const native = parsed({ NumSegments: "3", NumMedia: "2", Body: "" });
    expect(native.data).toMatchObject({ parts: 3 });
    expect(native.metadata).toMatchObject({ media: 2 });
    expect(parsed({}).metadata).not.toHaveProperty("media");
  });

  test("holds neither number nor words but in what is kept raw", () => {
    const { raw, endpoint, unkept, ...native } = parsed({ Body: "My secret is 1234" });
    expect(JSON.stringify(native)).not.toMatch(/secret|44770090000/);
    expect(unkept).toBeDefined();
    expect(raw?.text).toContain("secret");
    expect(endpoint?.value).toBe("+447700900000");
  });

  test.each([
    ["of another channel", { From: "whatsapp:+447700900000" }, "From"],
    ["without a sender", { From: "" }, "From"],
    ["without a SID", { MessageSid: "" }, "MessageSid"],
  ])("%s is not understood", (_what, params, field) => {
    const read = source.parse(posted(INBOUND_URL, { ...MESSAGE, ...params }));
    expect(read).toEqual({ ok: false, reason: `Not as documented: ${field}.` });
  });

  test("through a messaging service names it as the pool", () => {
    const pool = "MG0123456789abcdef0123456789abcdef";
    expect(parsed({ MessagingServiceSid: pool }).data).toMatchObject({ pool: kit.numberId(pool) });
    expect(parsed({}).data).toMatchObject({ pool: null });
  });

  test("to a short code is taken", () => {
    expect(parsed({ To: "12345" }).data).toMatchObject({ sender: kit.numberId("12345") });
  });

  test("never throws, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (body) => {
        const wire = { ...posted(INBOUND_URL, {}), body };
        source.parse(wire);
        source.person?.(wire);
        expect(source.verify?.(wire, TOKENS).ok).toBe(false);
      }),
      { seed: 5 },
    );
  });
});
