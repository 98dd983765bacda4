import type { RefinedBy } from "@underclaim/runtime";
import { describe, expect, it } from "vitest";
import { own } from "../../src/native/own.ts";
import { receiptNative, type ReceiptReport } from "../../src/native/receipt.ts";
import { RECEIPTS } from "../../src/native/receipt-classes.ts";
import { messageRef } from "../../src/native/references.ts";
import { refineSms as refineWith, SEGMENT_STATES } from "../../src/native/refine.ts";

const account = {
  tenant: "default",
  kind: "vonage",
  environment: "production",
  features: [],
  cancels: false,
} as const;
/** "main" tells the parts apart, "whole" does not. */
const refineSms = refineWith({
  accounts: [
    { ...account, account: "main", namesParts: true },
    { ...account, account: "whole", namesParts: false },
  ],
});

const report = (told: Partial<ReceiptReport> = {}) =>
  receiptNative({
    source: "vonage.dlr",
    account: "main",
    class: "delivered",
    status: "delivered",
    messageId: "p1",
    occurredAt: null,
    dedupeKey: "p1/delivered",
    reportedBy: "provider_webhook",
    raw: { contentType: "application/json", text: "{}" },
    ...told,
  });

const operation = (ids: readonly string[], segments = 1, by = "main"): RefinedBy => ({
  operation: "smsop_1",
  metadata: { segments },
  provider_refs: ids.map((id) => messageRef(by, id)),
});

describe("a receipt", () => {
  it("of a message that the provider names as a whole stays what it is, however many parts it has", () => {
    const whole = report({ account: "whole" });
    expect(refineSms(whole, operation(["p1"], 3, "whole"))).toBe(whole);
    expect(refineSms(whole, operation([], 3))).toBe(whole);
  });

  it("of one of several ids is a part's, with its count, its class and its name", () => {
    const refined = refineSms(report(), operation(["p1", "p2", "p3"]));
    expect(refined).toMatchObject({
      type: "segment.delivered",
      source: "vonage.dlr",
      dedupeKey: "main/p1/delivered",
      data: { class: "delivered", receipt: "delivered", segment_count: 3, message: "p1" },
    });
  });

  it("counts only ids of the account that reports", () => {
    const elsewhere = {
      ...operation(["p1"]),
      provider_refs: [messageRef("main", "p1"), messageRef("other", "x")],
    };
    expect(refineSms(report(), elsewhere).type).toBe("receipt.delivered");
  });

  it("counts an id once", () => {
    expect(refineSms(report(), operation(["p1", "p1"])).type).toBe("receipt.delivered");
  });

  it("that outran the answer is a part's where the provider names each part and several were planned", () => {
    const early = report({ operation: "smsop_1" });
    expect(refineSms(early, operation([], 3))).toMatchObject({
      type: "segment.delivered",
      data: { segment_count: 3, message: "p1" },
    });
    expect(refineSms(early, operation([], 1)).type).toBe("receipt.delivered");
    const nameless = report({ operation: "smsop_1", messageId: null });
    expect(refineSms(nameless, operation([], 2))).toMatchObject({
      type: "segment.delivered",
      data: { message: null },
    });
  });

  it("of an account that is configured no more is judged by the ids that are known", () => {
    const gone = report({ account: "gone" });
    expect(refineSms(gone, operation(["p1"], 3, "gone")).type).toBe("receipt.delivered");
    expect(refineSms(gone, operation(["p1", "p2"], 3, "gone")).type).toBe("segment.delivered");
  });

  it("keeps what it teaches", () => {
    const early = report({ operation: "smsop_1" });
    expect(refineSms(early, operation([], 2)).learns).toEqual([messageRef("main", "p1")]);
  });

  it("that the adapter made of the parts is the whole's", () => {
    const made = own("receipt.delivered", "smsop_1");
    expect(refineSms(made, operation(["p1", "p2"]))).toBe(made);
  });

  it("that the provider suppresses the number is about the number", () => {
    const suppressed = report({ class: "provider_suppressed" });
    expect(refineSms(suppressed, operation(["p1", "p2"]))).toBe(suppressed);
  });

  it("refined twice is refined once", () => {
    const by = operation(["p1", "p2"]);
    const once = refineSms(report(), by);
    expect(refineSms(once, by)).toBe(once);
  });
});

it("other natives are left alone", () => {
  const accepted = own("message.accepted", "smsop_1");
  expect(refineSms(accepted, operation(["p1", "p2"]))).toBe(accepted);
});

it("every class comes to one of four words, and only delivery to delivered", () => {
  const delivered = Object.entries(SEGMENT_STATES).filter(([, state]) => state === "delivered");
  expect(delivered.map(([name]) => name)).toEqual(["delivered"]);
  for (const [name, { assessment }] of Object.entries(RECEIPTS))
    expect([name, SEGMENT_STATES[name as keyof typeof RECEIPTS] === "failed"]).toEqual([
      name,
      assessment.startsWith("fail."),
    ]);
  expect(SEGMENT_STATES).toMatchObject({
    unknown: "unknown",
    unrecognised: "unknown",
    expired_by_provider: "unknown",
    carrier_accepted: "pending",
    unavailable: "pending",
  });
});
