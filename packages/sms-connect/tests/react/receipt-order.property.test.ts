import fc from "fast-check";
import { expect, test } from "vitest";
import type { SmsKit } from "../../src/kit.ts";
import { segmentsKey, type SegmentBook } from "../../src/model/documents.ts";
import { joinStates, outcomeOf, type PartState } from "../../src/model/segment-book.ts";
import { own } from "../../src/native/own.ts";
import type { SegmentState, SmsDraft, SmsNative } from "../../src/native/types.ts";
import { receiptReactions } from "../../src/react/receipt-reactions.ts";
import { smsTimers } from "../../src/react/receipt-timers.ts";
import { Documents, targetOf } from "./store.ts";

const operation = "smsop_1";
const COUNT = 3;
const reactions = receiptReactions({} as SmsKit);
const timers = smsTimers({} as SmsKit);
const STATES: readonly SegmentState[] = ["delivered", "failed", "pending", "unknown"];

const receipt = fc
  .record({ message: fc.constantFrom("a", "b", "c"), state: fc.constantFrom(...STATES) })
  .map(({ message, state }): SmsDraft =>
    own(`segment.${state}` as SmsNative, `${operation}/${message}/${state}`, {
      data: { message, segment_count: COUNT },
    }),
  );

/** Whether the timer runs after a receipt. */
const run = (order: readonly (readonly [SmsDraft, boolean])[]) => {
  const documents = new Documents();
  const told: string[] = [];
  const due = () => {
    for (const { type, dedupeKey } of documents.due("segments").flatMap(timers.segments))
      told.push(`${type} ${dedupeKey}`);
  };
  for (const [native, timed] of order) {
    documents.react(reactions[native.type], native, [targetOf(operation)]);
    if (timed) due();
  }
  due();
  const book = JSON.parse(
    documents.get(segmentsKey(operation))?.text ?? "null",
  ) as SegmentBook | null;
  return { told, outcome: book === null ? null : outcomeOf(book) };
};

test("the parts come to the same, in whatever order, however often and with whatever timing they are told", () => {
  fc.assert(
    fc.property(
      fc.array(receipt, { maxLength: 9 }).chain((receipts) =>
        fc.record({
          receipts: fc.constant(receipts),
          other: fc
            .shuffledSubarray([...receipts, ...receipts], {
              minLength: receipts.length * 2,
              maxLength: receipts.length * 2,
            })
            .chain((shuffled) =>
              fc
                .array(fc.boolean(), { minLength: shuffled.length, maxLength: shuffled.length })
                .map((timed) =>
                  shuffled.map((native, at) => [native, timed[at] === true] as const),
                ),
            ),
        }),
      ),
      ({ receipts, other }) => {
        const first = run(receipts.map((native) => [native, false]));
        const second = run(other);
        expect(second.outcome).toBe(first.outcome);
        expect(second.told.at(-1)).toBe(first.told.at(-1));
        expect(new Set(second.told).size).toBe(second.told.length);
      },
    ),
    { seed: 8, numRuns: 500 },
  );
});

test("delivered is told only where every part was told as delivered and none as failed", () => {
  fc.assert(
    fc.property(fc.array(receipt, { maxLength: 9 }), (receipts) => {
      const states = (message: string) =>
        receipts.filter(({ data }) => data?.["message"] === message).map(({ type }) => type);
      const whole = ["a", "b", "c"].every(
        (message) =>
          states(message).includes("segment.delivered") &&
          !states(message).includes("segment.failed"),
      );
      expect(run(receipts.map((native) => [native, false])).outcome === "delivered").toBe(whole);
    }),
    { seed: 9, numRuns: 500 },
  );
});

test("states join commutatively, associatively and idempotently", () => {
  const state = fc.constantFrom<PartState>(...STATES, "conflicting");
  fc.assert(
    fc.property(state, state, state, (a, b, c) => {
      expect(joinStates(a, b)).toBe(joinStates(b, a));
      expect(joinStates(a, joinStates(b, c))).toBe(joinStates(joinStates(a, b), c));
      expect(joinStates(a, a)).toBe(a);
    }),
    { seed: 10, numRuns: 200 },
  );
});
