import { describe, expect, test } from "vitest";
import { outcomeOfType, OUTCOMES, worse } from "../../src/health/outcomes.ts";
import { RECEIPTS, type ReceiptClass } from "../../src/native/receipt-classes.ts";

describe("what a message came to", () => {
  test.each<[string, string | null]>([
    ["message.accepted", "accepted_by_adapter"],
    ["submission.queued", "submitted"],
    ["submission.rejected.filtered", "filtered"],
    ["submission.rejected.invalid_number", "failed"],
    ["message.unknown", "unknown"],
    ["receipt.delivered", "delivered"],
    ["receipt.carrier_accepted", "submitted"],
    ["receipt.buffered", "submitted"],
    ["receipt.expired", "failed"],
    ["receipt.expired_by_provider", "unknown"],
    ["receipt.filtered", "filtered"],
    ["receipt.unrecognised", "unknown"],
    ["receipt.overdue", "unknown"],
    ["receipt.partial", "failed"],
    ["receipt.cancelled", null],
    ["inbound.reply", null],
    ["constructor", null],
  ])("%s counts as %s", (type, outcome) => {
    expect(outcomeOfType(type)).toBe(outcome);
  });

  test("no receipt but the one that says so counts as delivered", () => {
    const delivered = (Object.keys(RECEIPTS) as ReceiptClass[]).filter(
      (name) => outcomeOfType(`receipt.${name}`) === "delivered",
    );
    expect(delivered).toEqual(["delivered"]);
  });

  test("of two reports the worse counts, in whatever order they come", () => {
    for (const a of OUTCOMES) {
      for (const b of OUTCOMES) expect(worse(a, b)).toBe(worse(b, a));
      expect(worse(a, a)).toBe(a);
    }
    expect(worse("delivered", "failed")).toBe("failed");
    expect(worse("unknown", "delivered")).toBe("delivered");
  });
});
