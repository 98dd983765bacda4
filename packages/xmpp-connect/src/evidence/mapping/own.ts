// What the adapter itself did (XmppAdapterSpecification §12.1, §12.2, §13.1).
import type { Refusal } from "../../native/refusals.ts";
import type { XmppNative } from "../../native/types.ts";
import {
  DELAYED,
  DOWN,
  OPERATOR_ACCEPTED,
  OPERATOR_REJECTED,
  OWN_ACT,
  REFUSED,
  SUPPRESSED,
  UNKNOWN,
  WITHDRAWN,
} from "../further-grades.ts";
import { endpointRow, OWN_WORK, row, type Row, type Rows } from "../row.ts";
import { UNKNOWN_AT } from "./acceptance.ts";

const refused = (meaning: string, clause: string): Row =>
  row("notification.attempt.rejected_by_adapter", REFUSED, clause, {
    ...OWN_WORK,
    meaning,
    terminal: true,
    retryable: false,
  });

const REFUSALS: Readonly<Record<Refusal, Rows>> = {
  missing_jid: [refused("There was no JID to send to.", "§12.1, §13.1")],
  invalid_jid: [refused("The JID is not well-formed (RFC 7622).", "§12.1, §13.1, §24")],
  render_failed: [refused("The template could not be rendered.", "§12.1, §13.1")],
  content_invalid: [
    refused("The text cannot be sent: empty, too long, or not to be carried by XML.", "§12.1"),
  ],
  no_account: [refused("No account may carry the message.", "§12.1, §12.2")],
  suppressed: [
    refused("The JID is suppressed.", "§12.1"),
    // It stood before: who put it there, and when, is told elsewhere.
    row("notification.channel.suppression_added", SUPPRESSED, "§12.1", {
      ...OWN_WORK,
      meaning: "The JID was suppressed before this message.",
      warning: "The suppression is not new: metadata says pre_existing.",
    }),
  ],
  extension_unsupported: [
    refused("The message demands an extension that the recipient's client lacks.", "§12.1"),
  ],
  not_in_roster: [refused("The JID is not in the roster, and has to be.", "§12.3")],
  policy: [refused("Local policy forbids the message.", "§12.1")],
  // What was refused may be a cancellation: that an attempt was rejected is not to be read from it.
  unsupported: [],
};

const delayed = row("notification.attempt.delayed", DELAYED, "§12.1", {
  ...OWN_WORK,
  meaning: "The message could not be written yet; nothing was sent. It will be tried again.",
  retryable: true,
});

type Refused = Extract<XmppNative, `message.refused.${string}`>;

const refusals = Object.fromEntries(
  Object.entries(REFUSALS).map(([refusal, rows]) => [`message.refused.${refusal}`, rows]),
) as Readonly<Record<Refused, Rows>>;

type Own = Extract<XmppNative, `message.${string}` | `operator.${string}`> | "tracking.registered";

export const ownActs: Readonly<Record<Own, Rows>> = {
  "message.accepted": [
    row("notification.attempt.accepted_by_adapter", OWN_ACT, "§12.2, §13.1", OWN_WORK),
  ],
  "message.scheduled": [row("notification.attempt.scheduled", OWN_ACT, "§4.2", OWN_WORK)],
  ...refusals,
  "message.delayed": [delayed],
  "message.no_session": [
    delayed,
    row("system.provider.unavailable", DOWN, "§12.1, §12.2, §13.1", {
      ...OWN_WORK,
      meaning: "There was no session of the message's account when it was to be sent.",
      retryable: true,
    }),
  ],
  "message.expired": [
    refused("The message's time had passed before it could be sent.", "§12.1, §11.2"),
  ],
  "message.cancelled": [
    row("notification.attempt.cancelled", WITHDRAWN, "§4.2", {
      ...OWN_WORK,
      meaning: "The message was withdrawn before it was sent.",
      terminal: true,
    }),
  ],
  "message.unknown": [
    endpointRow("notification.endpoint.unknown", UNKNOWN, "§12.2", UNKNOWN_AT, {
      confidence: "low",
      ambiguous: true,
      meaning: "Whether the server took the stanza is not known.",
      warning: "It may have been sent: it is never sent again by itself.",
    }),
  ],
  "tracking.registered": [
    row("notification.attempt.created", OWN_ACT, "§13.1", {
      ...OWN_WORK,
      meaning: "An attempt that was made elsewhere is recorded here.",
      doesNotMean: ["it was sent", "it was sent by this adapter"],
    }),
  ],
  "operator.resolved_accepted": [
    row("notification.attempt.accepted_by_provider", OPERATOR_ACCEPTED, "§12.2", {
      confidence: "low",
      meaning: "An operator decided that the server had taken the stanza.",
      warning: "An operator's word, not the server's.",
    }),
  ],
  "operator.resolved_rejected": [
    row("notification.attempt.rejected_by_provider", OPERATOR_REJECTED, "§12.2", {
      confidence: "low",
      terminal: true,
      meaning: "An operator decided that the server had not taken the stanza.",
      warning: "An operator's word, not the server's.",
    }),
  ],
};
