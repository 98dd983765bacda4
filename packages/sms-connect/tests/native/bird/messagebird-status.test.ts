import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messageBirdStatus } from "../../../src/native/bird/messagebird-status.ts";
import type { SmsDraft } from "../../../src/native/types.ts";
import { legacy } from "../../provider/bird/setup.ts";
import { NEVER, submission } from "../../support/submissions.ts";
import { fromMessageBird, KEYS, kit, REPORT, reportUrl, wireOf } from "./wire.ts";

const source = messageBirdStatus(kit);
const OURS = { provider_name: "sms-connect", ref_type: "operation", ref_value: "smsop_0001" };
const THEIRS = { provider_name: "bird-eu", ref_type: "message_id", ref_value: REPORT.id };

/** As a relay hands it on: the address that MessageBird called, and no body. */
const relayed = (fields: Readonly<Record<string, string>>) =>
  wireOf("", { url: reportUrl(fields), headers: {} });
const read = (over: Readonly<Record<string, string>>) =>
  source.parse(relayed({ ...REPORT, ...over }));

function one(over: Readonly<Record<string, string>> = {}): SmsDraft {
  const parsed = read(over);
  if (!parsed.ok) throw new Error(parsed.reason);
  expect(parsed.natives).toHaveLength(1);
  return parsed.natives[0] as SmsDraft;
}

describe("a report, all of it in its address", () => {
  test("is a receipt of its message, correlated by both names", () => {
    expect(one()).toEqual({
      type: "receipt.delivered",
      source: "messagebird.status",
      lane: "bird-eu",
      dedupeKey: `bird-eu/${REPORT.id}/delivered//2026-11-25T09:59:58+00:00`,
      evidenceKey: `bird-eu/${REPORT.id}/delivered/`,
      occurredAt: Date.parse(REPORT.statusDatetime),
      nativeType: "delivery_receipt",
      nativeStatus: "delivered",
      refs: [THEIRS, OURS],
      learns: [THEIRS],
      observation: {
        source_type: "provider_webhook",
        source_confidence: "medium",
        transport_ref: "messagebird.status",
      },
      data: expect.objectContaining({ final: true, code: null, network: "23420" }),
      metadata: expect.objectContaining({ provider: "bird-eu", status: "delivered" }),
      raw: {
        contentType: "application/x-www-form-urlencoded",
        text: new URLSearchParams(REPORT).toString(),
        person: kit.numberId("+447700900000"),
      },
    });
  });

  test("with code and reason is as fine as they are", () => {
    expect(
      one({ status: "delivery_failed", statusErrorCode: "1", statusReason: "unknown subscriber" }),
    ).toMatchObject({
      type: "receipt.unknown_subscriber",
      data: { code: "1", final: true, retryable: false },
    });
    expect(one({ status: "melted" })).toMatchObject({
      type: "receipt.unrecognised",
      nativeStatus: "melted",
    });
  });

  test("at a time without its zone happened at none", () => {
    for (const statusDatetime of ["", "2026-11-25T09:59:58", "2026-11-25 09:59:58"])
      expect(one({ statusDatetime }).occurredAt).toBeNull();
    // A plus sign that a relay has decoded once too often is a space, and no zone.
    expect(one({ statusDatetime: "2026-11-25T09:59:58 00:00" }).occurredAt).toBeNull();
  });

  test("is another where its status, code or time is another", () => {
    const others: readonly Readonly<Record<string, string>>[] = [
      {},
      { status: "sent" },
      { statusErrorCode: "1" },
      { statusDatetime: "2026-11-25T10:00:00+00:00" },
    ];
    const keys = others.map((over) => one(over).dedupeKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("without a reference belongs to a message that may be another's", () => {
    const { refs, learns } = one({ reference: "" });
    expect(refs).toEqual([THEIRS]);
    expect(learns).toBeUndefined();
  });

  test("holds no number but in what is kept raw", () => {
    const { raw, ...native } = one();
    expect(JSON.stringify(native)).not.toContain("447700900000");
    expect(raw?.text).toContain("447700900000");
  });
});

test.each([
  ["application/x-www-form-urlencoded", new URLSearchParams(REPORT).toString()],
  ["application/json", JSON.stringify({ ...REPORT, recipient: 447_700_900_000 })],
])("the same in a body of %s is the same receipt", (type, body) => {
  const parsed = source.parse(wireOf(body, { headers: { "content-type": type } }));
  const { raw: _, ...native } = one();
  expect(parsed.ok && parsed.natives[0]).toMatchObject(native);
  expect(parsed.ok && parsed.natives[0]?.raw).toMatchObject({ text: body });
});

test("a message that was really submitted is found by what its report echoes", async () => {
  const { double, transport } = await legacy();
  try {
    await transport.submit(submission(), NEVER);
    const { id, reference } = double.messages[0] ?? { id: "", reference: "" };
    const asked = JSON.parse(double.heard[0]?.body ?? "") as { readonly reportUrl: string };
    const query = new URLSearchParams({ ...REPORT, id, reference: reference ?? "" });
    const wire = await fromMessageBird({ url: `${asked.reportUrl}?${query.toString()}` });
    expect(source.verify?.(wire, KEYS)).toEqual({ ok: true });
    const parsed = source.parse(wire);
    expect(parsed.ok && parsed.natives[0]?.refs).toEqual([
      { ...THEIRS, ref_value: id },
      { ...OURS, ref_value: submission().operation },
    ]);
  } finally {
    await double.close();
  }
});

describe("what is not as documented is not understood", () => {
  test.each([
    [{ id: "" }, "Not as documented: id."],
    [{ status: "" }, "Not as documented: status."],
    [{ id: "x".repeat(501) }, "Not as documented: id."],
  ])("%j", (over, reason) => {
    expect(read(over)).toEqual({ ok: false, reason });
  });

  test.each(["https://relay.example.org", "", "?", "not an address#?id=1&status=delivered"])(
    "an address that tells nothing: %j",
    (url) => {
      expect(source.parse(wireOf("", { url, headers: {} })).ok).toBe(false);
    },
  );

  test("but whose number stands in it is known", () => {
    expect(source.person?.(relayed({ recipient: "447700900000" }))).toBe(
      kit.numberId("+447700900000"),
    );
    expect(source.person?.(relayed({ id: "x" }))).toBeNull();
  });

  test("and never throws, whatever it is", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.uint8Array({ maxLength: 40 }),
        fc.constantFrom("application/json", "application/x-www-form-urlencoded", "", "text/html"),
        (query, body, type) => {
          const wire = wireOf(body, {
            url: `https://relay.example.org/?${query}`,
            headers: { "content-type": type },
          });
          expect(typeof source.parse(wire).ok).toBe("boolean");
          source.person?.(wire);
        },
      ),
      { seed: 32, numRuns: 300 },
    );
  });
});
