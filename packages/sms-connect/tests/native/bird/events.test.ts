import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { birdEvents } from "../../../src/native/bird/events.ts";
import type { SmsDraft } from "../../../src/native/types.ts";
import { workspace } from "../../provider/bird/setup.ts";
import { NEVER, submission } from "../../support/submissions.ts";
import { DELIVERED, fromBird, kit, RECEIVED, SECRETS, wireOf } from "./wire.ts";

const source = birdEvents(kit);
const OURS = { provider_name: "sms-connect", ref_type: "operation", ref_value: "smsop_0001" };
const THEIRS = {
  provider_name: "bird-eu",
  ref_type: "message_id",
  ref_value: DELIVERED.data.sms_id,
};

const read = (body: unknown) => source.parse(fromBird(JSON.stringify(body)));

function one(body: unknown): SmsDraft {
  const parsed = read(body);
  if (!parsed.ok) throw new Error(parsed.reason);
  expect(parsed.natives).toHaveLength(1);
  return parsed.natives[0] as SmsDraft;
}

const delivered = (over: object = {}, data: object = {}) => ({
  ...DELIVERED,
  ...over,
  data: { ...DELIVERED.data, ...data },
});
const received = (data: object = {}) => ({ ...RECEIVED, data: { ...RECEIVED.data, ...data } });

describe("a status", () => {
  test("is a receipt of its message, correlated by both names, at the time Bird tells", () => {
    expect(one(DELIVERED)).toEqual({
      type: "receipt.delivered",
      source: "bird.events",
      lane: "bird-eu",
      dedupeKey: "bird-eu/msg_01krdgeqcxet5s7t44vh8rt9mg",
      evidenceKey: `bird-eu/${DELIVERED.data.sms_id}/sms.delivered/`,
      occurredAt: Date.parse(DELIVERED.timestamp),
      nativeType: "delivery_receipt",
      nativeStatus: "sms.delivered",
      refs: [THEIRS, OURS],
      learns: [THEIRS],
      observation: {
        source_type: "provider_webhook",
        source_confidence: "medium",
        transport_ref: "bird.events",
      },
      data: expect.objectContaining({ final: true, code: null, network: "23420" }),
      metadata: expect.objectContaining({ provider: "bird-eu", status: "sms.delivered" }),
      raw: expect.objectContaining({ person: kit.numberId("+447700900000") }),
    });
  });

  test("with an error is as fine as its code, and keeps the carrier's", () => {
    const error = {
      code: "blocked_by_recipient",
      description: "…",
      carrier_error_code: "104",
      occurred_at: DELIVERED.timestamp,
    };
    expect(one(delivered({ type: "sms.failed" }, { error }))).toMatchObject({
      type: "receipt.blocked",
      data: { code: "blocked_by_recipient", carrier_code: "104", final: true, retryable: false },
    });
  });

  test("of Bird's own suppression is the provider's, and not one of ours", () => {
    const error = { code: "recipient_opted_out", carrier_error_code: null };
    expect(one(delivered({ type: "sms.rejected" }, { error })).type).toBe(
      "receipt.provider_suppressed",
    );
  });

  test("that is undelivered may yet be delivered", () => {
    const error = { code: "unreachable" };
    expect(one(delivered({ type: "sms.undelivered" }, { error }))).toMatchObject({
      type: "receipt.unavailable",
      data: { final: false, retryable: true },
    });
  });

  test("of tomorrow is kept as it is named", () => {
    expect(one(delivered({ type: "sms.teleported" }))).toMatchObject({
      type: "receipt.unrecognised",
      nativeStatus: "sms.teleported",
    });
  });

  test.each([null, {}, { underclaim_operation: "" }, { underclaim_operation: 7 }, { other: "x" }])(
    "with metadata %j belongs to no operation by it",
    (metadata) => {
      const { refs, learns } = one(delivered({}, { metadata }));
      expect(refs).toEqual([THEIRS]);
      expect(learns).toBeUndefined();
    },
  );

  test.each([undefined, null, "", "2026-11-25T09:59:58", "now"])(
    "at %j happened at no known time",
    (timestamp) => {
      expect(one(delivered({ timestamp })).occurredAt).toBeNull();
    },
  );

  test("is known by the webhook's id, whatever else of it changes", () => {
    const keyOf = (id: string) => {
      const parsed = source.parse(fromBird(JSON.stringify(DELIVERED), { id }));
      return parsed.ok ? parsed.natives[0]?.dedupeKey : null;
    };
    expect(keyOf("msg_1")).toBe("bird-eu/msg_1");
    expect(keyOf("msg_2")).toBe("bird-eu/msg_2");
    expect(source.headers).toEqual(["webhook-id"]);
  });

  test("holds no number but in what is kept raw", () => {
    const { raw, ...native } = one(DELIVERED);
    expect(JSON.stringify(native)).not.toContain("44770090000");
    expect(raw?.text).toContain("+447700900000");
  });
});

test("a message that was really submitted is found by what its event echoes", async () => {
  const { double, transport } = await workspace();
  try {
    await transport.submit(submission(), NEVER);
    const [{ id, metadata, tags, to, from } = {}] = double.messages;
    const body = JSON.stringify(delivered({}, { sms_id: id, metadata, tags, to, from }));
    const wire = fromBird(body);
    expect(source.verify?.(wire, SECRETS)).toEqual({ ok: true });
    const parsed = source.parse(wire);
    expect(parsed.ok && parsed.natives[0]?.refs).toEqual([
      { ...THEIRS, ref_value: id },
      { ...OURS, ref_value: submission().operation },
    ]);
  } finally {
    await double.close();
  }
});

describe("a message from a handset", () => {
  test("is a reply, known by its own id", () => {
    expect(one(RECEIVED)).toMatchObject({
      type: "inbound.reply",
      source: "bird.events",
      dedupeKey: `bird-eu/${RECEIVED.data.sms_id}`,
      occurredAt: Date.parse(RECEIVED.timestamp),
      endpoint: { endpoint_type: "phone_number", value: "+447700900000" },
      data: { number: kit.numberId("+447700900000"), sender: kit.numberId("+447700900001") },
      raw: { person: kit.numberId("+447700900000") },
      refs: [],
    });
  });

  test.each([
    ["STOP", "inbound.opt_out"],
    ["START", "inbound.opt_in"],
    ["HELP", "inbound.help"],
  ])("%s is %s, reaching as far as is configured", (text, type) => {
    expect(one(received({ text }))).toMatchObject({ type, data: { opt_out_scope: null } });
  });

  test("of pictures alone is a reply of no words", () => {
    const { text: _, ...rest } = RECEIVED.data;
    expect(one({ ...RECEIVED, data: rest }).type).toBe("inbound.reply");
  });

  test("holds neither number nor words but in what is kept raw", () => {
    const { raw, endpoint, unkept, ...native } = one(received({ text: "My secret is 1234" }));
    expect(JSON.stringify(native)).not.toMatch(/secret|44770090000/);
    expect(raw?.text).toContain("secret");
    expect(endpoint?.value).toBe("+447700900000");
    expect(unkept).toMatchObject({ body: "My secret is 1234" });
  });
});

describe("what is not as documented is not understood", () => {
  test.each([
    ["", "The body is not JSON."],
    [Buffer.of(0xff), "The body is not UTF-8."],
    ["[]", "Not as documented: the body."],
    ["{}", "Not as documented: type."],
    ['{"type":"email.delivered","data":{}}', "No event of SMS."],
    ['{"type":"smsx","data":{}}', "No event of SMS."],
    [JSON.stringify({ ...DELIVERED, data: null }), "Not as documented: data."],
    [JSON.stringify(delivered({}, { sms_id: 7 })), "Not as documented: data.sms_id."],
    [JSON.stringify(delivered({}, { to: undefined })), "Not as documented: data.to."],
    [JSON.stringify(delivered({}, { error: "x" })), "Not as documented: data.error."],
  ])("%s", (body, reason) => {
    expect(source.parse(wireOf(body))).toEqual({ ok: false, reason });
  });

  test("but whose number stands in it is known", () => {
    const person = (body: unknown) => source.person?.(wireOf(JSON.stringify(body)));
    const number = "+447700900000";
    expect(person({ type: "sms.sent", data: { to: number } })).toBe(kit.numberId(number));
    expect(person({ type: "sms.received", data: { to: "1", from: number } })).toBe(
      kit.numberId(number),
    );
    expect(person({ type: "sms.sent" })).toBeNull();
    expect(person({ type: "sms.sent", data: { to: 7 } })).toBeNull();
  });

  test("and never throws, whatever it is", () => {
    const field = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(DELIVERED.data)));
    const names = [...Object.keys(DELIVERED.data), ...Object.keys(RECEIVED.data), "error"];
    const data = fc.record(Object.fromEntries(names.map((name) => [name, field])), {
      requiredKeys: [],
    });
    const body = fc.oneof(
      fc.uint8Array(),
      fc
        .tuple(fc.constantFrom(DELIVERED, RECEIVED), data)
        .map(([whole, over]) =>
          Buffer.from(JSON.stringify({ ...whole, data: { ...whole.data, ...over } })),
        ),
    );
    fc.assert(
      fc.property(body, (bytes) => {
        expect(typeof source.parse(wireOf(bytes)).ok).toBe("boolean");
        source.person?.(wireOf(bytes));
      }),
      { seed: 23, numRuns: 300 },
    );
  });
});
