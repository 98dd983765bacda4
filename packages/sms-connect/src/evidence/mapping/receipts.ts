// Delivery receipts (SmsAdapterSpecification §11.3, §11.4, §12.1, §19).
import { weakestSafe } from "@underclaim/contract";
import type { ReceiptClass } from "../../native/receipt-classes.ts";
import type { SmsNative } from "../../native/types.ts";
import { DELAYED, FAILED_FOR_NOW, PROVIDER_QUEUED, WITHDRAWN } from "../further-grades.ts";
import { CARRIER_ACCEPTED, DEFERRED, DELIVERED, PROVIDER_ACCEPTED } from "../grades.ts";
import { endpointRow, row, type Rows } from "../row.ts";
import { CARRIER_AT, DELIVERED_AT, ENDED_AT, HELD_AT } from "./acceptance.ts";
import { forNow, givenUp, held, permanent, unknownOutcome } from "./receipt-row.ts";
import { rejectedByProvider, suppressedByProvider } from "./submission.ts";

const CLASSES: Readonly<Record<ReceiptClass, Rows>> = {
  provider_accepted: [
    row("notification.attempt.accepted_by_provider", PROVIDER_ACCEPTED, "§13.1, §11.2"),
  ],
  provider_queued: [row("notification.attempt.queued", PROVIDER_QUEUED, "§11.2, §12.1")],
  provider_scheduled: [
    row("notification.attempt.scheduled", PROVIDER_QUEUED, "§11.2", {
      meaning: "The provider holds the message to send it later.",
    }),
  ],
  dispatched: [
    row("notification.attempt.accepted_by_provider", PROVIDER_ACCEPTED, "§11.2, §12.1, §13.1", {
      meaning: "The provider says that it handed the message downstream.",
      warning: "Nobody downstream has said that it took the message.",
    }),
  ],
  delayed: [row("notification.attempt.delayed", DELAYED, "§11.2")],
  carrier_accepted: [
    endpointRow(
      "notification.endpoint.accepted",
      CARRIER_ACCEPTED,
      "§13.2, §11.3, §12.1, §19",
      CARRIER_AT,
      {
        meaning: "A carrier or downstream network took the message over.",
      },
    ),
  ],
  buffered: [held("A network holds the message for later delivery.", "§13.5, §11.3, §12.1, §19")],
  deferred: [held("Delivery was put off and is tried again.", "§13.5, §11.3, §19")],
  delivered: [
    endpointRow(
      "notification.endpoint.accepted",
      DELIVERED,
      "§13.3, §11.3, §12.1, §18, §19",
      DELIVERED_AT,
      {
        terminal: true,
        meaning: "A receipt reports delivery to the handset or to its network.",
        warning:
          'What "delivered" says differs by provider, country, carrier and route; some receipts cover one hop only.',
      },
    ),
  ],
  undelivered: [
    weakestSafe(
      [
        permanent("Not delivered, for a lasting reason.", "§11.3, §12.1"),
        givenUp("Not delivered, for a reason that may pass.", "§11.3, §12.1"),
      ],
      {
        event: "notification.endpoint.rejected_temporary",
        meaning: "The message was not delivered; whether the reason lasts is not told.",
      },
    ),
  ],
  undelivered_permanent: [
    permanent("The message was not delivered, for a lasting reason.", "§13.4, §11.3, §12.1"),
  ],
  failed: [permanent("Delivery failed for good.", "§13.4, §11.3, §12.1, §19")],
  rejected: [permanent("A carrier refused the message.", "§13.4, §11.3, §12.1, §19")],
  expired: [givenUp("The message's time ended before it could be delivered.", "§11.3, §12.1, §19")],
  expired_by_provider: [
    unknownOutcome("The provider stopped waiting for a receipt.", "§11.3, §12.1, §13.6, §19", {
      warning: "Says nothing of the handset: later receipts may still tell.",
    }),
  ],
  unknown: [unknownOutcome("A receipt came that names no outcome.", "§13.6, §11.3, §12.1, §19")],
  unrecognised: [
    unknownOutcome("A status came that is not documented to this adapter.", "§13.6, §18", {
      warning: "Its own word is kept in native_status.",
    }),
  ],
  deleted: [
    unknownOutcome(
      "The message was deleted on its way; whether before delivery is not told.",
      "§18",
    ),
  ],
  unknown_subscriber: [permanent("The network knows no such subscriber.", "§13.4, §11.4, §19")],
  unavailable: [forNow("The subscriber is not available at present.", "§11.4, §19")],
  unavailable_final: [
    givenUp("The subscriber was not available, and the message is given up.", "§11.4, §19"),
  ],
  unreachable: [
    endpointRow("notification.endpoint.unreachable", DEFERRED, "§11.4, §19", HELD_AT, {
      meaning: "The handset cannot be reached at present.",
      ambiguous: true,
      retryable: true,
    }),
  ],
  unreachable_final: [
    endpointRow("notification.endpoint.unreachable", FAILED_FOR_NOW, "§11.4, §19", ENDED_AT, {
      meaning: "The handset could not be reached, and the message is given up.",
      terminal: true,
      retryable: true,
    }),
  ],
  ported: [permanent("The number was ported and not found where it was looked for.", "§10.2")],
  blocked: [permanent("A provider or carrier says that the recipient blocks the sender.", "§11.4")],
  provider_suppressed: [
    suppressedByProvider(),
    rejectedByProvider("The provider did not send because it suppresses the number.", "§11.2"),
  ],
  filtered: [permanent("A carrier filtered the message.", "§13.4, §11.4, §19")],
  invalid_number: [permanent("The number was found invalid.", "§13.4, §19")],
  route_unavailable: [rejectedByProvider("There is no route to the number.", "§11.2, §11.4")],
  sender_not_allowed: [rejectedByProvider("The sender is not allowed on this route.", "§19")],
  sender_not_registered: [rejectedByProvider("The sender is not registered.", "§11.1, §19")],
  content_not_allowed: [rejectedByProvider("The content is not allowed on this route.", "§19")],
  regulatory_rejected: [permanent("Regulation forbids the message.", "§13.4, §19")],
  temporary_network_error: [forNow("A network had a passing fault.", "§19")],
  provider_error: [
    {
      ...weakestSafe(
        [
          rejectedByProvider("The provider failed to send the message.", "§19"),
          givenUp("The message was not delivered, for a reason not told.", "§19"),
        ],
        {
          event: "notification.attempt.rejected_by_provider",
          confidence: "low",
          meaning:
            "The message was not delivered; whether the provider or a network failed is not told.",
        },
      ),
      scope: "provider",
      acceptance: undefined,
    },
  ],
  quota: [rejectedByProvider("The account may not send: credentials, balance or limits.", "§11.2")],
  cancelled: [
    row("notification.attempt.cancelled", WITHDRAWN, "§4.2", {
      meaning: "The provider reports that the message was withdrawn.",
      terminal: true,
    }),
  ],
};

/** Needs a route that reports at all. */
const reported = (given: Rows[number]): Rows[number] => ({
  ...given,
  requiredFeatures: ["delivery_receipts"],
});

type Receipt = Extract<SmsNative, `receipt.${string}`>;

const byClass = Object.fromEntries<Rows>(
  Object.entries(CLASSES).map(([name, rows]) => [`receipt.${name}`, rows.map(reported)]),
) as Readonly<Record<Exclude<Receipt, "receipt.partial" | "receipt.overdue">, Rows>>;

export const receipts: Readonly<Record<Receipt, Rows>> = {
  ...byClass,
  "receipt.partial": [
    unknownOutcome("Some parts of the message were delivered and others were not.", "§8.3", {
      scope: "system",
      warning: "What the handset shows of it, if anything, is not known.",
    }),
  ],
  "receipt.overdue": [
    unknownOutcome(
      "No final receipt came in the time that was given for it.",
      "§11.3, §13.6, §29",
      {
        scope: "system",
        confidence: "medium",
        warning: "Silence is neither delivery nor failure; a later receipt still counts.",
      },
    ),
  ],
};
