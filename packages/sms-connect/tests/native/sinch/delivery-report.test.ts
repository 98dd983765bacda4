import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sinchDeliveryReport } from "../../../src/native/sinch/delivery-report.ts";
import { sinchInbound } from "../../../src/native/sinch/inbound.ts";
import type { SmsDraft } from "../../../src/native/types.ts";
import { plan } from "../../provider/sinch/setup.ts";
import { NEVER, submission } from "../../support/submissions.ts";
import {
  BATCH_REPORT,
  kit,
  RECIPIENT_REPORT,
  SECRETS,
  signed,
  TEXT_REPLY,
  wireOf,
} from "./wire.ts";

const source = sinchDeliveryReport(kit);
const OURS = { provider_name: "sms-connect", ref_type: "operation", ref_value: "smsop_0001" };
const THEIRS = {
  provider_name: "sinch-eu",
  ref_type: "message_id",
  ref_value: RECIPIENT_REPORT.batch_id,
};

function all(body: object): readonly SmsDraft[] {
  const read = source.parse(wireOf(JSON.stringify(body)));
  if (!read.ok) throw new Error(read.reason);
  return read.natives;
}

function one(over: object = {}): SmsDraft {
  const natives = all({ ...RECIPIENT_REPORT, ...over });
  expect(natives).toHaveLength(1);
  return natives[0] as SmsDraft;
}

describe("the report of a recipient", () => {
  test("is a receipt of its batch, correlated by both names, at the time of the report", () => {
    expect(one()).toEqual({
      type: "receipt.delivered",
      source: "sinch.delivery_report",
      lane: "sinch-eu",
      dedupeKey: `sinch-eu/${RECIPIENT_REPORT.batch_id}/Delivered/0/2026-11-25T09:59:58.123Z`,
      evidenceKey: `sinch-eu/${RECIPIENT_REPORT.batch_id}/Delivered/0`,
      occurredAt: Date.parse("2026-11-25T09:59:58.123Z"),
      nativeType: "delivery_receipt",
      nativeStatus: "Delivered",
      refs: [THEIRS, OURS],
      learns: [THEIRS],
      observation: {
        source_type: "provider_webhook",
        source_confidence: "medium",
        transport_ref: "sinch.delivery_report",
      },
      data: expect.objectContaining({ final: true, code: "0", network: "35000" }),
      metadata: expect.objectContaining({ provider: "sinch-eu", status: "Delivered" }),
      raw: expect.objectContaining({ person: kit.numberId("+447700900000") }),
    });
  });

  test("without our reference is one of a batch that may be another's", () => {
    for (const client_reference of [undefined, null, ""]) {
      const { refs, learns } = one({ client_reference });
      expect(refs).toEqual([THEIRS]);
      expect(learns).toBeUndefined();
    }
  });

  test.each([
    [{ status: "Failed", code: 150 }, "receipt.unknown_subscriber"],
    [{ status: "Failed", code: 9_999 }, "receipt.failed"],
    [{ status: "Perhaps", code: 0 }, "receipt.unrecognised"],
  ])("%j is %s, and its words are kept", (over, type) => {
    const native = one(over);
    expect(native).toMatchObject({ type, nativeStatus: over.status });
    expect(native.data).toMatchObject({ status: over.status, code: String(over.code) });
  });

  test.each([
    [undefined, null],
    [null, null],
    ["", null],
    ["2026-11-25T09:59:58", null],
    ["2026-13-45T09:59:58Z", null],
    ["yesterday", null],
    ["2026-11-25T10:59:58+01:00", Date.parse("2026-11-25T09:59:58Z")],
  ])("at %j happened at %j: a time without its zone is none", (at, occurredAt) => {
    expect(one({ at }).occurredAt).toBe(occurredAt);
  });

  test("is another where its status, code or time is another, and the same where only its recipient is", () => {
    const keys = [{}, { status: "Failed" }, { code: 401 }, { at: "2026-11-25T10:00:00Z" }].map(
      (over) => one(over).dedupeKey,
    );
    expect(new Set(keys).size).toBe(4);
    expect(one({ recipient: "447700900009" }).dedupeKey).toBe(keys[0]);
  });

  test("names the network only where it is one", () => {
    for (const operator of [undefined, null, "", "447700900000", "an operator"])
      expect(one({ operator }).data).toMatchObject({ network: null });
  });

  test("holds no number but in what is kept raw", () => {
    const { raw, ...native } = one();
    expect(JSON.stringify(native)).not.toContain("447700900000");
    expect(raw?.text).toContain("447700900000");
  });
});

test("a batch that was really submitted is found by what its report echoes", async () => {
  const { double, transport } = await plan();
  try {
    const answer = await transport.submit(submission(), NEVER);
    const [{ id, client_reference, to } = {}] = double.batches;
    const wire = await signed(
      JSON.stringify({ ...RECIPIENT_REPORT, batch_id: id, client_reference, recipient: to?.[0] }),
    );
    expect(source.verify?.(wire, SECRETS)).toEqual({ ok: true });
    const read = source.parse(wire);
    expect(answer).toMatchObject({ kind: "accepted", messageIds: [id] });
    expect(read.ok && read.natives[0]?.refs).toEqual([
      { ...THEIRS, ref_value: id },
      { ...OURS, ref_value: submission().operation },
    ]);
  } finally {
    await double.close();
  }
});

describe("the report of a batch", () => {
  test("is a receipt for each status, of no time", () => {
    const statuses = [
      { code: 401, count: 1, status: "Dispatched" },
      { code: 0, count: 2, recipients: ["447700900000", "447700900001"], status: "Delivered" },
    ];
    const natives = all({ ...BATCH_REPORT, statuses });
    expect(natives.map(({ type }) => type)).toEqual(["receipt.dispatched", "receipt.delivered"]);
    for (const native of natives) {
      expect(native.occurredAt).toBeNull();
      expect(native.refs).toEqual([THEIRS, OURS]);
      expect(native.raw?.person).toBeNull();
    }
    expect(new Set(natives.map(({ dedupeKey }) => dedupeKey)).size).toBe(2);
  });

  test("of one recipient is of that person", () => {
    expect(all(BATCH_REPORT)[0]?.raw?.person).toBe(kit.numberId("+447700900000"));
  });

  test("of which nothing is told says nothing", () => {
    expect(all({ ...BATCH_REPORT, statuses: [] })).toEqual([]);
  });
});

describe("what came to the other address is read there, too", () => {
  test("a reply here, a report there", () => {
    expect(all(TEXT_REPLY)[0]).toMatchObject({
      type: "inbound.reply",
      source: "sinch.delivery_report",
    });
    const read = sinchInbound(kit).parse(wireOf(JSON.stringify(RECIPIENT_REPORT)));
    expect(read.ok && read.natives[0]).toMatchObject({
      type: "receipt.delivered",
      source: "sinch.inbound",
    });
  });
});

describe("what is not as documented is not understood", () => {
  test.each([
    ["", "The body is not JSON."],
    ["{", "The body is not JSON."],
    [Buffer.of(0xff, 0xfe), "The body is not UTF-8."],
    ["null", "Not as documented: the body."],
    ["{}", "Not as documented: type."],
    [
      JSON.stringify({ ...RECIPIENT_REPORT, type: "report_of_tomorrow" }),
      "Not as documented: type.",
    ],
    [JSON.stringify({ ...RECIPIENT_REPORT, code: "0" }), "Not as documented: code."],
    [JSON.stringify({ ...RECIPIENT_REPORT, batch_id: "" }), "Not as documented: batch_id."],
    [JSON.stringify({ ...BATCH_REPORT, statuses: {} }), "Not as documented: statuses."],
  ])("%s", (body, reason) => {
    expect(source.parse(wireOf(body))).toEqual({ ok: false, reason });
  });

  test("but whose number stands in it is known, for whoever may ask for it", () => {
    const person = (body: string) => source.person?.(wireOf(body));
    expect(person('{"type":"x","recipient":"447700900000"}')).toBe(kit.numberId("+447700900000"));
    expect(person('{"type":"mo_fax","from":"447700900000"}')).toBe(kit.numberId("+447700900000"));
    expect(person("{")).toBeNull();
    expect(person('{"from":7}')).toBeNull();
  });

  test("and never throws, whatever it is", () => {
    const field = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(RECIPIENT_REPORT)));
    const like = (known: object) =>
      fc.record(Object.fromEntries(Object.keys(known).map((name) => [name, field])), {
        requiredKeys: [],
      });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc
            .tuple(
              fc.constantFrom(RECIPIENT_REPORT, BATCH_REPORT, TEXT_REPLY),
              like({ ...RECIPIENT_REPORT, ...BATCH_REPORT, ...TEXT_REPLY }),
            )
            .map(([whole, over]) => Buffer.from(JSON.stringify({ ...whole, ...over }))),
        ),
        (body) => {
          expect(typeof source.parse(wireOf(body)).ok).toBe("boolean");
          source.person?.(wireOf(body));
        },
      ),
      { seed: 13, numRuns: 300 },
    );
  });
});
