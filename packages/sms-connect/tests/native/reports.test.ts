import type { WireRequest } from "@underclaim/runtime";
import { describe, expect, test } from "vitest";
import { reports } from "../../src/native/reports.ts";

const NUMBER = "+491701234567";
const source = reports({ numberId: (address) => `num_${address.length}` });

const wire = (body: unknown): WireRequest => ({
  headers: { "content-type": "application/json" },
  body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
  url: "",
  account: null,
  receivedAt: 0,
});
const REPORT = { report_id: "r1", type: "complaint", operation_id: "smsop_1", source: "operator" };
const read = (over: Record<string, unknown> = {}) => source.parse(wire({ ...REPORT, ...over }));
const native = (over: Record<string, unknown> = {}) => {
  const parsed = read(over);
  if (!parsed.ok) throw new Error(parsed.reason);
  const [first] = parsed.natives;
  if (first === undefined) throw new Error("no native");
  return first;
};

describe("a report", () => {
  test.each([
    ["complaint", "report.complaint"],
    ["reputation_warning", "report.reputation_warning"],
    ["number_reassigned", "endpoint.reassigned"],
    ["number_shared", "endpoint.shared"],
  ])("of %s is %s", (type, expected) => {
    expect(native({ type, endpoint_value: NUMBER }).type).toBe(expected);
  });

  test("is about the message it names, by our name or by the provider's", () => {
    expect(native({ message_ref: { account: "a1", message_id: "SM1" } }).refs).toEqual([
      { provider_name: "sms-connect", ref_type: "operation", ref_value: "smsop_1" },
      { provider_name: "a1", ref_type: "message_id", ref_value: "SM1" },
    ]);
  });

  test("is known by its reporter's name for it", () => {
    expect(native().dedupeKey).toBe(native({ details: "Said again." }).dedupeKey);
    expect(native().dedupeKey).not.toBe(native({ report_id: "r2" }).dedupeKey);
  });

  test("says who knows it, and claims no time that it does not give", () => {
    expect(native()).toMatchObject({
      occurredAt: null,
      observation: { source_type: "manual", source_confidence: "medium" },
      metadata: { reported_by: "operator" },
    });
    expect(native({ source: "other", occurred_at: "2026-01-01T12:00:00+01:00" })).toMatchObject({
      occurredAt: Date.UTC(2026, 0, 1, 11),
      observation: { source_type: "unknown", source_confidence: "low" },
    });
  });

  test("tells the number by its pseudonym alone, and what people wrote only in the raw data", () => {
    const { raw, endpoint, ...rest } = native({
      endpoint_value: NUMBER,
      details: "canary: call me back",
    });
    expect(endpoint).toEqual({ endpoint_type: "phone_number", value: NUMBER });
    expect(rest.data).toMatchObject({ number: `num_${NUMBER.length}` });
    expect(JSON.stringify(rest)).not.toMatch(/491701234567|canary/);
    expect(raw).toMatchObject({ person: `num_${NUMBER.length}` });
  });
});

test.each<[string, Record<string, unknown>, string]>([
  ["of an unknown type", { type: "rumour" }, "type"],
  ["with a field nobody knows", { severity: 3 }, "the body"],
  ["without a name of its own", { report_id: undefined }, "report_id"],
  ["of a complaint about nothing", { operation_id: null }, "operation_id"],
  ["of a shared number without a number", { type: "number_shared" }, "endpoint_value"],
  ["of a number that is none", { type: "number_shared", endpoint_value: "0170 1234567" }, "E.164"],
  ["at no time", { occurred_at: "yesterday" }, "occurred_at"],
])("a report %s is not understood, and says where", (_, over, where) => {
  const parsed = read(over);
  expect(parsed).toMatchObject({ ok: false, reason: expect.stringContaining(where) as string });
  expect(JSON.stringify(parsed)).not.toMatch(/1234567|rumour|yesterday/);
});

test.each(["", "no json", "[]", "null", "\u0000"])(
  "%j is not understood and does not throw",
  (body) => {
    expect(source.parse(wire(body)).ok).toBe(false);
  },
);

test("reports are unsigned: their bearer needs a key", () => {
  expect(source.verify).toBeUndefined();
  expect(source.transport).toBe("http");
});
