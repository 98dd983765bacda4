// Bounces (XmppAdapterSpecification §24, §12.2, §12.3). How final one is is its condition's to say, and its type's.
import type { StanzaCondition } from "../../native/stanza-errors.ts";
import type { XmppNative } from "../../native/types.ts";
import {
  DEFERRED,
  FAILED,
  FAILED_FOR_NOW,
  REFUSED_FOR_NOW,
  SERVER_REJECTED,
  SUPPRESSED,
} from "../further-grades.ts";
import { endpointRow, row, type Row, type Rows } from "../row.ts";
import { REFUSED_AT, REFUSED_FOR_NOW_AT, WAITING_AT } from "./acceptance.ts";

const BASIS = ["The answer of a server to the stanza's own random id."];

/** Refused with a lasting reason. */
const permanent = (meaning: string, told: Partial<Row> = {}): Row =>
  endpointRow("notification.endpoint.rejected_permanent", FAILED, "§24, §12.3, §13.1", REFUSED_AT, {
    meaning,
    terminal: true,
    retryable: false,
    basis: BASIS,
    ...told,
  });

/** This stanza came back; that another would is not said. */
const givenUp = (meaning: string, told: Partial<Row> = {}): Row =>
  endpointRow(
    "notification.endpoint.rejected_temporary",
    FAILED_FOR_NOW,
    "§24, §12.2",
    REFUSED_FOR_NOW_AT,
    { meaning, terminal: true, retryable: true, basis: BASIS, ...told },
  );

/** The reason may pass, or tells nothing. */
const forNow = (meaning: string, told: Partial<Row> = {}): Row =>
  endpointRow(
    "notification.endpoint.rejected_temporary",
    REFUSED_FOR_NOW,
    "§24, §13.1",
    REFUSED_FOR_NOW_AT,
    { meaning, ambiguous: true, retryable: true, basis: BASIS, ...told },
  );

/** Of the stanza as such, and not of whom it was for. */
const byServer = (meaning: string, told: Partial<Row> = {}): Row =>
  row("notification.attempt.rejected_by_provider", SERVER_REJECTED, "§24", {
    meaning,
    terminal: true,
    retryable: false,
    basis: BASIS,
    ...told,
  });

const CONDITIONS: Readonly<Record<StanzaCondition, Rows>> = {
  bad_request: [permanent("A server takes the stanza for malformed.")],
  conflict: [givenUp("A server reports a conflict.")],
  feature_not_implemented: [
    permanent("The receiving side does not support what the message needs.", {
      warning: "A limit of its capabilities, and no word about the account.",
    }),
  ],
  forbidden: [permanent("The sender may not write to the recipient.")],
  gone: [permanent("The recipient is not at this address any more.")],
  internal_server_error: [forNow("A server failed on the stanza.")],
  item_not_found: [permanent("A server says that there is no such recipient.")],
  // §24 has rejected_by_adapter, which by the contract is the adapter's own refusal; this is a server's.
  jid_malformed: [byServer("A server takes the JID for malformed.")],
  not_acceptable: [permanent("The receiving side does not accept such a message.")],
  not_allowed: [permanent("A server allows nobody to do this.")],
  not_authorized: [permanent("The sender is not authorized at the recipient.")],
  payment_required: [permanent("A server demands payment.")],
  recipient_unavailable: [
    endpointRow("notification.endpoint.deferred", DEFERRED, "§24", WAITING_AT, {
      meaning: "The recipient is not available.",
      ambiguous: true,
      retryable: true,
      basis: BASIS,
    }),
  ],
  redirect: [givenUp("A server sends the message elsewhere; it is not followed.")],
  registration_required: [permanent("The sender has to register first.")],
  remote_server_not_found: [
    endpointRow("notification.endpoint.unreachable", FAILED, "§24, §12.2", REFUSED_AT, {
      meaning: "The recipient's server cannot be found or connected to.",
      retryable: true,
      basis: BASIS,
    }),
  ],
  remote_server_timeout: [forNow("The recipient's server did not answer in time.")],
  resource_constraint: [forNow("A server lacks the resources for it at present.")],
  service_unavailable: [
    forNow("A server does not deliver it, and does not say why.", {
      warning:
        "The same answer stands for an unknown account, a blocked sender and a missing offline store.",
    }),
  ],
  subscription_required: [permanent("The sender needs a subscription to the recipient.")],
  undefined_condition: [
    givenUp("The stanza came back for a reason that no standard defines.", { confidence: "low" }),
  ],
  unexpected_request: [givenUp("A server did not expect the stanza at this time.")],
};

type ErrorType = Extract<XmppNative, `error.${string}`>;

const conditions = Object.fromEntries(
  Object.entries(CONDITIONS).map(([condition, rows]) => [`error.${condition}`, rows]),
) as Readonly<Record<`error.${StanzaCondition}`, Rows>>;

export const errors: Readonly<Record<ErrorType, Rows>> = {
  ...conditions,
  "error.temporary": [
    forNow("The stanza came back with a condition of the type wait (RFC 6120 §8.3.2)."),
  ],
  "error.blocked": [
    permanent("The recipient's server says that the recipient blocks the sender (XEP-0191)."),
  ],
  "error.blocked_by_us": [
    byServer("The sending account itself blocks the recipient (XEP-0191)."),
    row("notification.channel.suppression_added", SUPPRESSED, "§12.1, §12.3", {
      meaning: "The recipient stands on the sending account's own block list.",
      warning: "Of the account's list neither beginning nor reason is known here.",
      basis: BASIS,
    }),
  ],
};
