// What the adapter itself did (SmsAdapterSpecification §11.1, §11.2, §12.1).
import type { Refusal } from "../../native/refusals.ts";
import type { SmsNative } from "../../native/types.ts";
import {
  DELAYED,
  OPERATOR_ACCEPTED,
  OPERATOR_REJECTED,
  OWN_ACT,
  REFUSED,
  SUPPRESSED,
  WITHDRAWN,
} from "../further-grades.ts";
import { UNKNOWN } from "../grades.ts";
import { endpointRow, OWN_WORK, row, type Rows } from "../row.ts";
import { UNKNOWN_AT } from "./acceptance.ts";

const refused = (meaning: string, clause: string): Rows[number] =>
  row("notification.attempt.rejected_by_adapter", REFUSED, clause, {
    ...OWN_WORK,
    meaning,
    terminal: true,
    retryable: false,
  });

/** It stood before: who put it there, and when, is told elsewhere. */
const standing = (meaning: string): Rows[number] =>
  row("notification.channel.suppression_added", SUPPRESSED, "§11.1, §11.7, §12.1", {
    ...OWN_WORK,
    meaning,
    warning: "The suppression is not new: metadata says pre_existing.",
  });

const REFUSALS: Readonly<Record<Refusal, Rows>> = {
  missing_number: [refused("There was no number to send to.", "§11.1, §12.1")],
  invalid_number: [refused("The number is not a valid telephone number.", "§11.1, §12.1")],
  not_mobile: [refused("The number is of a kind that takes no SMS.", "§11.1, §12.1")],
  consent_missing: [refused("A consent is required here and none stands.", "§11.1, §11.7, §12.1")],
  opted_out: [
    refused("The number has opted out.", "§11.1, §12.1"),
    standing("The number had opted out before this message."),
  ],
  suppressed: [
    refused("The number is suppressed.", "§11.1, §12.1"),
    standing("The number was suppressed before this message."),
  ],
  render_failed: [refused("The template could not be rendered.", "§11.1, §12.1")],
  invalid_link: [refused("A link of the message is not usable.", "§11.1")],
  content_invalid: [
    refused("The text cannot be sent as an SMS: empty, too long or invalid.", "§11.1, §22"),
  ],
  encoding_unsupported: [refused("The text does not fit the encoding asked for.", "§11.1, §22")],
  sender_not_registered: [
    refused("The sender identity or its campaign is not registered.", "§11.1, §21"),
  ],
  sender_not_allowed: [
    refused("There is no sender identity that may carry the message.", "§11.1, §21"),
  ],
  policy: [refused("Local policy forbids the message.", "§11.1, §34")],
  no_route: [refused("No account may carry the message.", "§11.1, §12.1")],
  // What was refused may be a cancellation: that an attempt was rejected is not to be read from it.
  unsupported: [],
};

type Refused = Extract<SmsNative, `message.refused.${string}`>;

const refusals = Object.fromEntries(
  Object.entries(REFUSALS).map(([refusal, rows]) => [`message.refused.${refusal}`, rows]),
) as Readonly<Record<Refused, Rows>>;

type Own = Extract<SmsNative, `message.${string}` | `operator.${string}`> | "tracking.registered";

export const ownActs: Readonly<Record<Own, Rows>> = {
  "message.created": [row("notification.attempt.created", OWN_ACT, "§12.1", OWN_WORK)],
  "message.accepted": [
    row("notification.attempt.accepted_by_adapter", OWN_ACT, "§11.2, §12.1", OWN_WORK),
  ],
  "message.scheduled": [row("notification.attempt.scheduled", OWN_ACT, "§11.2", OWN_WORK)],
  ...refusals,
  "message.delayed": [
    row("notification.attempt.delayed", DELAYED, "§11.1", {
      ...OWN_WORK,
      meaning:
        "The message could not be handed over yet; nothing was sent. It will be tried again.",
      retryable: true,
    }),
  ],
  "message.expired": [
    refused("The message's time had passed before it could be handed over.", "§11.1"),
  ],
  "message.cancelled": [
    row("notification.attempt.cancelled", WITHDRAWN, "§4.2", {
      ...OWN_WORK,
      meaning: "The message was withdrawn before it was handed to a provider.",
      terminal: true,
    }),
  ],
  "message.unknown": [
    endpointRow("notification.endpoint.unknown", UNKNOWN, "§11.1, §13.6", UNKNOWN_AT, {
      confidence: "low",
      ambiguous: true,
      meaning: "Whether the provider took the message is not known.",
      warning: "It may have been sent: it is never sent again by itself.",
    }),
  ],
  "tracking.registered": [],
  "operator.resolved_accepted": [
    row("notification.attempt.accepted_by_provider", OPERATOR_ACCEPTED, "§11.1", {
      confidence: "low",
      meaning: "An operator decided that the provider had taken the message.",
      warning: "An operator's word, not the provider's.",
    }),
  ],
  "operator.resolved_rejected": [
    row("notification.attempt.rejected_by_provider", OPERATOR_REJECTED, "§11.1", {
      confidence: "low",
      terminal: true,
      meaning: "An operator decided that the provider had not taken the message.",
      warning: "An operator's word, not the provider's.",
    }),
  ],
};
