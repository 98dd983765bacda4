import type { GoldenTest } from "@underclaim/contract/golden";
import fc from "fast-check";
import { NS } from "../../src/model/namespaces.ts";
import { xml } from "../../src/model/xml.ts";
import { SANDBOX_ADDRESSES } from "../../src/provider/sandbox-addresses.ts";

/** What can happen between an engine, the adapter and some people. `message` counts the messages and wraps around. */
export type Happening =
  | { readonly what: "send"; readonly to: string; readonly receipt: "ask" | "none" }
  | { readonly what: "schedule"; readonly to: string; readonly inHours: number }
  | { readonly what: "cancel"; readonly message: number }
  | {
      readonly what: "stanza";
      readonly from: string;
      readonly says: Saying;
      readonly message: number;
      readonly came: Came;
    }
  | { readonly what: "advance"; readonly by: string }
  | { readonly what: "restart" };

type Saying =
  | "receipt"
  | "received"
  | "displayed"
  | "acknowledged"
  | "bounce"
  | "bounce for now"
  | "ack"
  | "no"
  | "stop"
  | "text"
  | "encrypted"
  | "composing"
  | "here"
  | "gone"
  | "capabilities";
interface Came {
  readonly arrived: "live" | "carbon" | "archive";
  /** Seconds from the beginning, by the archive's clock. */
  readonly at: number;
}

const BEGIN = Date.UTC(2026, 0, 1, 12);
const OWN = "desk@sandbox.example/session";
const SAYINGS: readonly Saying[] = [
  "receipt",
  "received",
  "displayed",
  "acknowledged",
  "bounce",
  "bounce for now",
  "ack",
  "no",
  "stop",
  "text",
  "encrypted",
  "composing",
  "here",
  "gone",
  "capabilities",
];

// But for the one that is tried every half minute: days would be long.
const names = SANDBOX_ADDRESSES.filter(({ answer }) => answer !== "not_sent").map(
  ({ name }) => name,
);
const address = fc.constantFrom(...names.map((name) => `${name}@people.example`));
/** Whoever was written to, and somebody who never was. */
const sender = fc.record({
  bare: fc.oneof(address, fc.constant("stranger@people.example")),
  resource: fc.constantFrom("/phone", "/laptop", ""),
});
const message = fc.nat({ max: 5 });

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant("send" as const),
      to: address,
      receipt: fc.constantFrom("ask" as const, "none" as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant("schedule" as const),
      to: address,
      inHours: fc.integer({ min: 1, max: 48 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("cancel" as const), message }) },
  {
    weight: 10,
    arbitrary: fc
      .record({
        who: sender,
        says: fc.constantFrom(...SAYINGS),
        message,
        came: fc.record({
          arrived: fc.constantFrom("live" as const, "carbon" as const, "archive" as const),
          at: fc.nat({ max: 4 * 86_400 }),
        }),
      })
      .map(({ who: { bare, resource }, ...rest }) => ({
        what: "stanza" as const,
        from: `${bare}${resource}`,
        ...rest,
      })),
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
  .tuple(address, fc.array(happening, { maxLength: 12 }))
  .map(([first, rest]) => [{ what: "send", to: first, receipt: "ask" }, ...rest]);

/** Whose clients the one message at the beginning was sent to, and everything that they or others say of it. */
export const firstAddressee = ([first]: readonly Happening[]): string =>
  first?.what === "send" ? first.to : "";

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
  const nth = (number: number): number => messages[number % messages.length] ?? 0;
  const steps = history.map((each, index): GoldenTest["steps"][number] => {
    switch (each.what) {
      case "send":
        asked(true);
        return {
          action: {
            action_type: "notification.send",
            ...to(each.to),
            parameters: { receipt: each.receipt },
          },
        };
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
            parameters: {
              operation_id: `{{action[${nth(each.message)}].adapter_operation_id}}`,
            },
          },
        };
      case "stanza": {
        const id = `{{action[${nth(each.message)}].metadata.stanza_id}}`;
        return {
          native: {
            source: "xmpp.stanza",
            account: "sandbox",
            headers: {
              "x-arrived": each.came.arrived,
              "x-subscription": "both",
              ...(each.came.arrived === "archive"
                ? { "x-archived-at": timestamp(each.came.at), "x-archive-id": `archived-${index}` }
                : {}),
            },
            body: stanzaOf(each.from, each.says, id, `stanza-${index}`),
          },
        };
      }
      case "advance":
        return { advance: each.by };
      case "restart":
        return { restart: true };
    }
  });
  return {
    test_id: "history",
    adapter_id: "xmpp-connect.default",
    scenario: "A random history.",
    clause: { document: "XmppAdapterSpecification", section: "29" },
    provenance: "random",
    given: {
      clock: new Date(BEGIN).toISOString(),
      configuration: {
        participants: [{ jid: "ack@people.example", participant_id: "participant-1" }],
      },
    },
    steps,
  };
}

function stanzaOf(from: string, says: Saying, named: string, own: string): string {
  const message = (inner: string, more: Readonly<Record<string, string>> = {}): string =>
    xml("message", { xmlns: NS.client, from, to: OWN, id: own, type: "chat", ...more }, inner);
  const text = (body: string): string => message(xml("body", {}, body));
  switch (says) {
    case "receipt":
      return message(xml("received", { xmlns: NS.receipts, id: named }));
    case "received":
    case "displayed":
    case "acknowledged":
      return message(xml(says, { xmlns: NS.markers, id: named }));
    case "bounce":
    case "bounce for now": {
      const condition = xml("service-unavailable", { xmlns: NS.stanzaErrors });
      const type = says === "bounce" ? "cancel" : "wait";
      return message(xml("error", { type }, condition), { id: named, type: "error" });
    }
    case "ack":
      return text("ACK");
    case "no":
      return text("NO");
    case "stop":
      return text("STOP");
    case "text":
      return text("Who is this?");
    case "encrypted":
      return message(
        xml("body", {}, "A fallback.") +
          xml("encryption", { xmlns: NS.encryption, namespace: "eu.siacs.conversations.axolotl" }),
      );
    case "composing":
      return message(xml("composing", { xmlns: NS.chatStates }));
    case "here":
      return xml("presence", { xmlns: NS.client, from, to: OWN });
    case "gone":
      return xml("presence", { xmlns: NS.client, from, to: OWN, type: "unavailable" });
    case "capabilities":
      return xml(
        "iq",
        { xmlns: NS.client, from, to: OWN, id: own, type: "result" },
        xml("query", { xmlns: NS.info }, xml("feature", { var: NS.receipts })),
      );
  }
}

const to = (value: string) => ({
  participant_id: "participant-1",
  target_endpoint: { endpoint_type: "bare_jid", value },
  content: { body_text: "Your appointment is on Friday." },
});
