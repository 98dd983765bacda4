import fc from "fast-check";
import { expect, test } from "vitest";
import { assessSms } from "../../src/evidence/assess.ts";
import { assessPhone } from "../../src/evidence/endpoint-quality.ts";
import { smsAttemptState } from "../../src/evidence/attempt-state.ts";
import { smsMapping } from "../../src/evidence/mapping.ts";
import { RECEIPTS } from "../../src/native/receipt-classes.ts";
import { SEGMENT_STATES } from "../../src/native/refine.ts";
import type { SmsNative, SmsStored } from "../../src/native/types.ts";
import { native, part } from "./natives.ts";

const types = Object.keys(smsMapping) as SmsNative[];
const classes = Object.keys(RECEIPTS) as (keyof typeof RECEIPTS)[];
const at = fc.constantFrom(null, 1, 2, 3);

const whole = fc
  .record({
    type: fc.constantFrom(...types.filter((type) => !type.startsWith("segment."))),
    at,
    final: fc.constantFrom(undefined, true, false),
    tracked_links: fc.constantFrom(undefined, 1),
  })
  .map(({ type, at: minute, final, tracked_links }) =>
    native(type, {
      at: minute,
      data: {
        ...(final === undefined ? {} : { final }),
        ...(tracked_links === undefined ? {} : { tracked_links }),
      },
    }),
  );
const parts = fc
  .record({ message: fc.constantFrom("a", "b", null), name: fc.constantFrom(...classes), at })
  .map(({ message, name, at: minute }) =>
    part(message, name, SEGMENT_STATES[name], { at: minute }),
  );
/** Mostly receipts: what can contradict, overtake and repeat each other. */
const receipt = fc
  .record({ name: fc.constantFrom(...classes), at })
  .map(({ name, at: minute }) => native(`receipt.${name}`, { at: minute }));
const event = fc.oneof(whole, receipt, parts);
const events = fc.array(event, { maxLength: 8 });

/** The same events in another order, each at least once. */
const rearranged = events.chain((natives) =>
  fc.record({
    natives: fc.constant(natives),
    other: fc.shuffledSubarray([...natives, ...natives], {
      minLength: natives.length * 2,
      maxLength: natives.length * 2,
    }),
  }),
);

test("assessments do not depend on order and repetition of arrival", () => {
  fc.assert(
    fc.property(rearranged, ({ natives, other }) => {
      expect(assessSms(other)).toEqual(assessSms(natives));
    }),
    { seed: 1, numRuns: 2_000 },
  );
});

test("nor does the state of an attempt, nor the view of a number", () => {
  fc.assert(
    fc.property(rearranged, ({ natives, other }) => {
      expect(smsAttemptState(other)).toBe(smsAttemptState(natives));
      expect(assessPhone(other)).toEqual(assessPhone(natives));
    }),
    { seed: 2, numRuns: 1_000 },
  );
});

test("when a report without a trusted time arrived changes no assessment", () => {
  fc.assert(
    fc.property(
      events,
      fc.array(fc.nat(1_000_000), { minLength: 8, maxLength: 8 }),
      (natives, shifts) => {
        const shifted = natives.map((each, index) =>
          each.observation.source_type === "adapter"
            ? each
            : { ...each, received_at: each.received_at + (shifts[index] ?? 0) },
        );
        expect(assessSms(shifted)).toEqual(assessSms(natives));
      },
    ),
    { seed: 3, numRuns: 1_000 },
  );
});

const isDelivery = ({ type, data }: SmsStored): boolean =>
  type === "receipt.delivered" || (type === "segment.delivered" && data["receipt"] === "delivered");

test("nothing is assessed as delivered that no receipt says was delivered", () => {
  fc.assert(
    fc.property(events, (natives) => {
      fc.pre(!natives.some(isDelivery));
      expect(assessSms(natives).channel.subclass).not.toBe("success.delivered");
    }),
    { seed: 4, numRuns: 1_000 },
  );
});

test("no event, and no set of them, is a success for the participant", () => {
  fc.assert(
    fc.property(events, (natives) => {
      expect(assessSms(natives).participant.category).toBe("undef");
    }),
    { seed: 5, numRuns: 1_000 },
  );
});

const progress = fc
  .record({
    name: fc.constantFrom(
      ...classes.filter((name) => RECEIPTS[name].assessment.startsWith("undef.")),
    ),
    at,
  })
  .map(({ name, at: minute }) => native(`receipt.${name}`, { at: minute }));

test("a delivered message stays delivered, whatever open report comes before or after", () => {
  fc.assert(
    fc.property(fc.array(progress, { maxLength: 6 }), at, (natives, minute) => {
      const delivered = native("receipt.delivered", { at: minute });
      expect(assessSms([...natives, delivered]).channel.subclass).toBe("success.delivered");
    }),
    { seed: 6, numRuns: 500 },
  );
});

test("a message that was delivered and not delivered is neither, whatever comes beside it from the network", () => {
  fc.assert(
    fc.property(fc.array(receipt, { maxLength: 6 }), (natives) => {
      const both = [...natives, native("receipt.delivered"), native("receipt.failed")];
      expect(assessSms(both).channel.subclass).toBe("undef.conflicting_evidence");
    }),
    { seed: 7, numRuns: 500 },
  );
});

test("a message in parts is delivered only where every part is", () => {
  fc.assert(
    fc.property(fc.array(parts, { minLength: 1, maxLength: 8 }), (natives) => {
      const states = (message: string): string[] =>
        natives.filter(({ data }) => data["message"] === message).map(({ type }) => type);
      const all = ["a", "b"].every(
        (message) =>
          states(message).includes("segment.delivered") &&
          !states(message).includes("segment.failed"),
      );
      expect(assessSms(natives).channel.subclass === "success.delivered").toBe(all);
    }),
    { seed: 8, numRuns: 1_000 },
  );
});
