import { describe, expect, it } from "vitest";
import type { SmsKit } from "../../src/kit.ts";
import { segmentsKey } from "../../src/model/documents.ts";
import { own } from "../../src/native/own.ts";
import { RECEIPTS } from "../../src/native/receipt-classes.ts";
import { clientRef } from "../../src/native/references.ts";
import type { SmsDraft, SmsNative } from "../../src/native/types.ts";
import { receiptReactions } from "../../src/react/receipt-reactions.ts";
import { receiptOverdue, smsTimers } from "../../src/react/receipt-timers.ts";
import { Documents, targetOf } from "./store.ts";

const kit = {} as SmsKit;
const reactions = receiptReactions(kit);
const timers = smsTimers(kit);
const operation = "smsop_1";
const targets = [targetOf(operation)];

const happen = (documents: Documents, ...natives: readonly SmsDraft[]): void => {
  for (const native of natives) documents.react(reactions[native.type], native, targets);
};
const part = (message: string | null, state: string, count = 2): SmsDraft =>
  own(`segment.${state}` as SmsNative, `${operation}/${message}/${state}`, {
    data: { message, segment_count: count, receipt: state },
  });
const told = (documents: Documents): readonly SmsDraft[] =>
  documents.due("segments").flatMap(timers.segments);

describe("the deadline for a receipt", () => {
  it.each(Object.entries(RECEIPTS))(
    "after the class %s ends only where it is final",
    (name, { final }) => {
      const documents = new Documents();
      happen(documents, own(`receipt.${name as keyof typeof RECEIPTS}`, operation));
      expect(documents.waits(operation)).toBe(!final);
    },
  );

  it.each<SmsNative>([
    "submission.rejected.rejected",
    "submission.rejected.quota",
    "message.refused.opted_out",
    "message.expired",
    "message.cancelled",
    "cancellation.accepted",
    "operator.resolved_rejected",
    "receipt.partial",
  ])("ends with %s", (type) => {
    const documents = new Documents();
    happen(documents, own(type, operation));
    expect(documents.waits(operation)).toBe(false);
  });

  it.each<SmsNative>(["submission.accepted", "inbound.reply", "message.unknown", "link.clicked"])(
    "goes on after %s",
    (type) => {
      const documents = new Documents();
      happen(documents, own(type, operation));
      expect(documents.waits(operation)).toBe(true);
    },
  );

  it("ends when all parts have come to an end, not with the first", () => {
    const documents = new Documents();
    happen(documents, part("a", "delivered"));
    expect(documents.waits(operation)).toBe(true);
    happen(documents, part("b", "failed"));
    expect(documents.waits(operation)).toBe(false);
  });

  it("becomes an event about the operation when it has passed", () => {
    expect(receiptOverdue(operation)).toMatchObject([
      { type: "receipt.overdue", source: "adapter", refs: [clientRef(operation)] },
    ]);
  });
});

describe("the parts of a message", () => {
  it("all delivered are the whole delivered, told once", () => {
    const documents = new Documents();
    happen(documents, part("a", "delivered"));
    expect(told(documents)).toEqual([]);
    happen(documents, part("b", "delivered"));
    expect(told(documents)).toMatchObject([
      {
        type: "receipt.delivered",
        source: "adapter",
        dedupeKey: `${operation}:segments:delivered`,
        refs: [clientRef(operation)],
        metadata: { aggregated: true, segment_count: 2, class: "delivered" },
        lower: { timing_certainty: "medium" },
      },
    ]);
    happen(documents, part("b", "delivered"));
    expect(told(documents)).toEqual([]);
  });

  it.each([
    ["failed", "failed", "receipt.undelivered"],
    ["delivered", "failed", "receipt.partial"],
  ])("%s and %s are %s", (a, b, type) => {
    const documents = new Documents();
    happen(documents, part("a", a), part("b", b));
    expect(told(documents)).toMatchObject([{ type }]);
  });

  it.each(["pending", "unknown"])("%s are nothing yet", (state) => {
    const documents = new Documents();
    happen(documents, part("a", state), part("b", "delivered"));
    expect(told(documents)).toEqual([]);
  });

  it("of which one is told as delivered and as failed are partial, though all were delivered before", () => {
    const documents = new Documents();
    happen(documents, part("a", "delivered"), part("b", "delivered"));
    expect(told(documents)).toMatchObject([{ type: "receipt.delivered" }]);
    happen(documents, part("b", "failed"));
    expect(told(documents)).toMatchObject([{ type: "receipt.partial" }]);
  });

  it("stay due when another receipt comes before the timer", () => {
    const documents = new Documents();
    happen(documents, part("a", "delivered"), part("b", "delivered"), part("a", "pending"));
    expect(told(documents)).toMatchObject([{ type: "receipt.delivered" }]);
  });

  it("that are not named count for nothing", () => {
    const documents = new Documents();
    happen(documents, part(null, "delivered"), part(null, "delivered"));
    expect(documents.get(segmentsKey(operation))).toBeNull();
  });

  it("are as many as the most that was told", () => {
    const documents = new Documents();
    happen(documents, part("a", "delivered", 3), part("b", "delivered", 2));
    expect(told(documents)).toEqual([]);
  });

  it("of no operation are nobody's", () => {
    const documents = new Documents();
    const native = part("a", "delivered");
    documents.react(reactions[native.type], native, [{ ...targetOf("x"), operation: null }]);
    expect(documents.get(segmentsKey("x"))).toBeNull();
  });
});
