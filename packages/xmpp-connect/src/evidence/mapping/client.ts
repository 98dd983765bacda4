// What the recipient's clients said (XmppAdapterSpecification §12.4, §12.5, §13.1).
import type { XmppNative } from "../../native/types.ts";
import { CHAT_STATE, MARKED_RECEIVED, SILENCE } from "../further-grades.ts";
import { ACKNOWLEDGED, DISPLAYED, RECEIPT } from "../grades.ts";
import { endpointRow, OWN_WORK, row, type Row, type Rows } from "../row.ts";
import { CLIENT_AT, UNKNOWN_AT } from "./acceptance.ts";

type Client = Extract<
  XmppNative,
  `receipt.${string}` | `marker.${string}` | `chat_state.${string}`
>;

/** §12.4 "Receipt spoofing risk": what speaks against a forgery, and what does not. */
const BASIS = [
  "It names the stanza's own random id and came from the JID that was addressed.",
  "A client claims it; nobody checks the client.",
];
const RECEIPTS = { requiredFeatures: ["xmpp_delivery_receipts"], basis: BASIS } as const;
const MARKERS = { requiredFeatures: ["xmpp_displayed_markers"], basis: BASIS } as const;

const writing = (meaning: string): Row =>
  row("interaction.unverified_actor_interaction", CHAT_STATE, "§7.6", {
    confidence: "low",
    scope: "interaction",
    requiredFeatures: ["xmpp_chat_states"],
    meaning,
    doesNotMean: [
      "the message was read",
      "an answer follows",
      "it concerns this message",
      "the intended participant is writing",
    ],
  });

export const clientWords: Readonly<Record<Client, Rows>> = {
  "receipt.received": [
    endpointRow("notification.endpoint.accepted", RECEIPT, "§14.3, §12.4, §13.1", CLIENT_AT, {
      ...RECEIPTS,
      meaning: "A client of the recipient's account received the message (XEP-0184).",
    }),
  ],
  "marker.received": [
    endpointRow("notification.endpoint.accepted", MARKED_RECEIVED, "§14.3, §12.5, §16", CLIENT_AT, {
      ...MARKERS,
      meaning: "A client of the recipient's account received the message (XEP-0333).",
    }),
  ],
  "marker.displayed": [
    row("interaction.notification.opened", DISPLAYED, "§14.4, §12.5, §13.1", {
      ...MARKERS,
      scope: "interaction",
      meaning: "A client of the recipient's account says that it displayed the message.",
      warning: "It does not prove comprehension, nor who looked at the device.",
    }),
  ],
  "marker.acknowledged": [
    row("interaction.acknowledgement_recorded", ACKNOWLEDGED, "§14.5, §12.5, §13.1", {
      ...MARKERS,
      scope: "interaction",
      meaning: "A client of the recipient's account acknowledged the message by a marker.",
      warning: "Whether it is accepted as an acknowledgement is the policy's to say.",
    }),
  ],
  "chat_state.composing": [writing("A client shows that somebody is writing.")],
  "chat_state.paused": [writing("A client shows that somebody was writing and has paused.")],
  // A client in front or away shows nobody's act.
  "chat_state.active": [],
  "chat_state.inactive": [],
  "chat_state.gone": [],
  "receipt.overdue": [
    endpointRow("notification.endpoint.unknown", SILENCE, "§12.4", UNKNOWN_AT, {
      ...OWN_WORK,
      scope: "endpoint",
      confidence: "low",
      ambiguous: true,
      meaning: "No receipt came in the time given for it.",
      warning: "A receipt that comes later is taken all the same.",
    }),
  ],
  "receipt.not_requested": [],
  // A limit of the client's: metadata, and what the assessment is read by (§12.4, §12.5).
  "receipt.unsupported": [],
  "marker.unsupported": [],
  "receipt.stray": [],
};
