import type { GoldenTest } from "@underclaim/contract/golden";
import fc from "fast-check";
import { RECEIPTS, type ReceiptClass } from "../../src/native/receipt-classes.ts";
import { SANDBOX_NUMBERS } from "../../src/provider/sandbox/numbers.ts";

/** What can happen between an engine, the adapter and some telephones. `message` counts the messages and wraps around. */
export type Happening =
  | { readonly what: "send"; readonly to: string }
  | { readonly what: "schedule"; readonly to: string; readonly inHours: number }
  | { readonly what: "cancel"; readonly message: number }
  | {
      readonly what: "receipt";
      readonly message: number;
      readonly status: string;
      readonly at: number | null;
    }
  | { readonly what: "word"; readonly from: string; readonly text: string; readonly at: number }
  | { readonly what: "advance"; readonly by: string }
  | { readonly what: "restart" };

const BEGIN = Date.UTC(2026, 0, 1, 12);
const SENDER = "+4917604069099";

// But for the one that is tried every half minute: days would be long.
const number = fc.constantFrom(
  ...SANDBOX_NUMBERS.filter(({ answer }) => answer !== "not_sent").map((each) => each.number),
);
const message = fc.nat({ max: 5 });
/** Seconds from the beginning. */
const second = fc.nat({ max: 4 * 86_400 });

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ what: fc.constant("send" as const), to: number }) },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant("schedule" as const),
      to: number,
      inHours: fc.integer({ min: 1, max: 48 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("cancel" as const), message }) },
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant("receipt" as const),
      message,
      status: fc.constantFrom(...(Object.keys(RECEIPTS) as ReceiptClass[]), "undocumented"),
      at: fc.option(second),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant("word" as const),
      from: number,
      // Without START: what it lifts hangs on what came before it, and is told by a timer (law 5 leaves those out).
      text: fc.constantFrom("ACK", "no", "STOP", "Thank you", "HELP", "please stop writing", ""),
      at: second,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant("advance" as const),
      by: fc.constantFrom("PT5S", "PT3H", "P4D"),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ what: "restart" as const }) },
);

/** A history begins with a message, so that there is something to be about. */
export const histories: fc.Arbitrary<Happening[]> = fc
  .tuple(number, fc.array(happening, { maxLength: 12 }))
  .map(([first, rest]) => [{ what: "send", to: first }, ...rest]);

const timestamp = (seconds: number): string => new Date(BEGIN + seconds * 1_000).toISOString();

/** The history as a golden without expectations: what the laws are checked on. */
export function goldenOf(history: readonly Happening[]): GoldenTest {
  /** Which of the actions are messages. */
  const messages: number[] = [];
  let actions = 0;
  const asked = (isMessage: boolean): void => {
    if (isMessage) messages.push(actions);
    actions += 1;
  };
  const operation = (nth: number): string =>
    `{{action[${messages[nth % messages.length] ?? 0}].adapter_operation_id}}`;
  const steps = history.map((each, index): GoldenTest["steps"][number] => {
    switch (each.what) {
      case "send":
        asked(true);
        return { action: { action_type: "notification.send", ...to(each.to) } };
      case "schedule":
        asked(true);
        return {
          action: {
            action_type: "notification.schedule",
            ...to(each.to),
            parameters: { send_at: timestamp(100 * 86_400 + each.inHours * 3_600) },
          },
        };
      case "cancel":
        asked(false);
        return {
          action: {
            action_type: "notification.cancel",
            parameters: { operation_id: operation(each.message) },
          },
        };
      case "receipt":
        return {
          native: {
            source: "sandbox.status",
            account: "sandbox",
            body: {
              event_id: `event-${index}`,
              reference: operation(each.message),
              status: each.status,
              at: each.at === null ? null : timestamp(each.at),
            },
          },
        };
      case "word":
        return {
          native: {
            source: "sandbox.inbound",
            account: "sandbox",
            body: {
              inbound_id: `word-${index}`,
              from: each.from,
              to: SENDER,
              text: each.text,
              at: timestamp(each.at),
            },
          },
        };
      case "advance":
        return { advance: each.by };
      case "restart":
        return { restart: true };
    }
  });
  return {
    test_id: "history",
    adapter_id: "sms-connect.default",
    scenario: "A random history.",
    clause: { document: "SmsAdapterSpecification", section: "29" },
    provenance: "random",
    given: { clock: new Date(BEGIN).toISOString() },
    steps,
  };
}

const to = (value: string) => ({
  participant_id: "participant-1",
  target_endpoint: { endpoint_type: "phone_number", value },
  content: { body_text: "Your appointment is on Friday." },
});
