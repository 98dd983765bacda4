import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ManualClock } from "@underclaim/runtime/testing";
import { twilioStatus } from "../../../src/native/twilio/status.ts";
import type { SmsDraft } from "../../../src/native/types.ts";
import { twilioTransport } from "../../../src/provider/twilio/transport.ts";
import { ACCOUNT_SID, AUTH_TOKEN, twilioAccount } from "../../provider/twilio/account.ts";
import { NEVER, submission } from "../../support/submissions.ts";
import { twilioDouble, type TwilioDouble } from "../../support/twilio-double.ts";
import { kit, NOW, OPERATION, posted, STATUS_URL, TOKENS, wireOf } from "./wire.ts";

const source = twilioStatus(kit);
const SID = "SM0123456789abcdef0123456789abcdef";

function parsed(params: Readonly<Record<string, string>>, url = STATUS_URL): SmsDraft {
  const read = source.parse(posted(url, { MessageSid: SID, MessageStatus: "sent", ...params }));
  if (!read.ok) throw new Error(read.reason);
  expect(read.natives).toHaveLength(1);
  return read.natives[0] as SmsDraft;
}

const reasonOf = (params: Readonly<Record<string, string>>, url = STATUS_URL): string | null => {
  const read = source.parse(posted(url, params));
  return read.ok ? null : read.reason;
};

describe("a status callback", () => {
  test("is a receipt of its message, correlated by both names, and of no time", () => {
    expect(parsed({ MessageStatus: "delivered", RawDlrDoneDate: "2601011159" })).toEqual({
      type: "receipt.delivered",
      source: "twilio.status",
      lane: "tw",
      dedupeKey: `tw/${SID}/delivered//2601011159`,
      evidenceKey: `tw/${SID}/delivered/`,
      occurredAt: null,
      nativeType: "delivery_receipt",
      nativeStatus: "delivered",
      refs: [
        { provider_name: "tw", ref_type: "message_id", ref_value: SID },
        { provider_name: "sms-connect", ref_type: "operation", ref_value: OPERATION },
      ],
      learns: [{ provider_name: "tw", ref_type: "message_id", ref_value: SID }],
      observation: {
        source_type: "provider_webhook",
        source_confidence: "medium",
        transport_ref: "twilio.status",
      },
      data: expect.objectContaining({ class: "delivered", final: true, code: null }),
      metadata: expect.objectContaining({ provider: "tw", status: "delivered" }),
      raw: expect.objectContaining({ person: null }),
    });
  });

  test("with an error code is as fine as the code, which is kept", () => {
    const native = parsed({ MessageStatus: "undelivered", ErrorCode: "30005" });
    expect(native.type).toBe("receipt.unknown_subscriber");
    expect(native.data).toMatchObject({ status: "undelivered", code: "30005", final: true });
  });

  test.each(["", "0"])("whose error code is %j has none", (ErrorCode) => {
    expect(parsed({ MessageStatus: "undelivered", ErrorCode })).toMatchObject({
      type: "receipt.undelivered",
      data: { code: null },
    });
  });

  test("of a status that nobody knows keeps its word", () => {
    expect(parsed({ MessageStatus: "partially_delivered" })).toMatchObject({
      type: "receipt.unrecognised",
      nativeStatus: "partially_delivered",
    });
  });

  test("told again is the same event; another status, code or date is another", () => {
    const told: readonly Readonly<Record<string, string>>[] = [
      {},
      { MessageStatus: "undelivered" },
      { MessageStatus: "undelivered", ErrorCode: "30003" },
      { MessageStatus: "undelivered", ErrorCode: "30003", RawDlrDoneDate: "2601011159" },
      { MessageStatus: "undelivered", ErrorCode: "30003", RawDlrDoneDate: "2601011200" },
      { MessageSid: "SM2" },
    ];
    const keys = told.map((params) => parsed(params).dedupeKey);
    expect(new Set(keys).size).toBe(told.length);
    expect(told.map((params) => parsed({ ...params, New: "parameter" }).dedupeKey)).toEqual(keys);
  });

  test("without an operation in its address is correlated by the message alone", () => {
    const native = parsed({}, STATUS_URL.replace(/\?.*/, ""));
    expect(native.refs).toHaveLength(1);
    expect(native.learns).toBeUndefined();
  });

  test("holds no number but in what is kept raw, which is tagged with it", () => {
    const { raw, ...native } = parsed({ To: "+447700900000", From: "+15005550006" });
    expect(JSON.stringify(native)).not.toMatch(/447700900000|15005550006/);
    expect(raw).toMatchObject({ person: kit.numberId("+447700900000") });
  });

  test.each([
    [{ MessageStatus: "sent" }, "Not as documented: MessageSid."],
    [{ MessageSid: SID }, "Not as documented: MessageStatus."],
    [{ MessageSid: SID, MessageStatus: "" }, "Not as documented: MessageStatus."],
    [{ MessageSid: SID, MessageStatus: "sent", ErrorCode: "abc" }, "Not as documented: ErrorCode."],
  ])("%j is not understood", (params, reason) => {
    expect(reasonOf(params)).toBe(reason);
  });

  test("whose operation is none of ours is not understood", () => {
    const params = { MessageSid: SID, MessageStatus: "sent" };
    expect(reasonOf(params, STATUS_URL.replace(OPERATION, "../../etc"))).toMatch(/query/);
  });

  test("that is not understood is still somebody's", () => {
    expect(source.person?.(posted(STATUS_URL, { To: "+447700900000" }))).toBe(
      kit.numberId("+447700900000"),
    );
    expect(source.person?.(posted(STATUS_URL, {}))).toBeNull();
  });

  test("never throws, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (body, url) => {
        const wire = { ...posted(STATUS_URL, {}), body, url };
        source.parse(wire);
        source.person?.(wire);
        expect(source.verify?.(wire, TOKENS).ok).toBe(false);
      }),
      { seed: 4 },
    );
  });
});

describe("over the whole way", () => {
  let double: TwilioDouble;
  beforeEach(async () => {
    double = await twilioDouble({ accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN, now: () => NOW });
  });
  afterEach(() => double.close());

  test("the callback that a message asked for is verified and names its operation", async () => {
    const transport = twilioTransport(twilioAccount({ base_url: double.url }), {
      clock: new ManualClock(NOW),
      fetch,
      publicUrl: "https://sms.example.com",
    });
    const sent = await transport.submit(submission(), NEVER);
    const sid = sent.kind === "accepted" ? (sent.messageIds[0] ?? "") : "";
    const wire = wireOf(double.callback(sid, "undelivered", { ErrorCode: "30007" }));
    expect(source.verify?.(wire, TOKENS)).toEqual({ ok: true });
    expect(source.parse(wire)).toMatchObject({
      ok: true,
      natives: [
        {
          type: "receipt.filtered",
          refs: [{ ref_value: sid }, { ref_value: submission().operation }],
        },
      ],
    });
  });
});
