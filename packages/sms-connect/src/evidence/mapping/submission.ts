// What the provider answered (SmsAdapterSpecification §11.2, §12.1).
import type { Rejection } from "../../native/rejections.ts";
import type { SmsNative } from "../../native/types.ts";
import { PROVIDER_QUEUED, PROVIDER_REJECTED, SUPPRESSED, WITHDRAWN } from "../further-grades.ts";
import { PROVIDER_ACCEPTED } from "../grades.ts";
import { row, type Rows } from "../row.ts";

const ANSWERED = {
  confidence: "high",
  basis: ["The provider's own answer to the submission."],
} as const;

export const rejectedByProvider = (
  meaning: string,
  clause: string,
  told: Partial<Rows[number]> = {},
): Rows[number] =>
  row("notification.attempt.rejected_by_provider", PROVIDER_REJECTED, clause, {
    meaning,
    terminal: true,
    ...told,
  });

export const suppressedByProvider = (told: Partial<Rows[number]> = {}): Rows[number] =>
  row("notification.channel.suppression_added", SUPPRESSED, "§11.2, §11.7", {
    meaning: "The provider keeps the number on a list to which it sends nothing.",
    warning: "The provider's list, of which neither beginning nor reason is known here.",
    ...told,
  });

const rejected = (meaning: string, clause: string): Rows[number] =>
  rejectedByProvider(meaning, clause, ANSWERED);

const REJECTIONS: Readonly<Record<Rejection, Rows>> = {
  rejected: [rejected("The provider refused the message.", "§11.2, §12.1")],
  invalid_number: [rejected("The provider takes the number for invalid.", "§11.2, §19")],
  unknown_subscriber: [rejected("The provider knows no such subscriber.", "§11.4, §19")],
  blocked: [rejected("The provider says that the recipient blocks the sender.", "§11.4, §19")],
  provider_suppressed: [
    suppressedByProvider(ANSWERED),
    rejected("The provider refused the message because it suppresses the number.", "§11.2"),
  ],
  filtered: [rejected("The provider refused the message as filtered.", "§11.4, §19")],
  route_unavailable: [rejected("The provider has no route to the number.", "§11.2")],
  sender_not_allowed: [rejected("The provider does not allow the sender.", "§11.2, §19")],
  sender_not_registered: [rejected("The sender is not registered.", "§11.2, §19")],
  regulatory_rejected: [rejected("Regulation forbids the message.", "§11.2, §19")],
  content_not_allowed: [rejected("The provider does not allow the content.", "§11.2, §19")],
  content_invalid: [rejected("The provider cannot send the text.", "§11.1, §11.2")],
  encoding_unsupported: [rejected("The provider does not support the encoding.", "§11.2, §22")],
  quota: [rejected("The account may not send: credentials, balance or limits.", "§11.2")],
};

type Rejected = Extract<SmsNative, `submission.rejected.${string}`>;

const rejections = Object.fromEntries(
  Object.entries(REJECTIONS).map(([reason, rows]) => [`submission.rejected.${reason}`, rows]),
) as Readonly<Record<Rejected, Rows>>;

export const providerAnswers: Readonly<
  Record<Extract<SmsNative, `submission.${string}` | `cancellation.${string}`>, Rows>
> = {
  "submission.accepted": [
    row("notification.attempt.accepted_by_provider", PROVIDER_ACCEPTED, "§13.1, §11.2", ANSWERED),
  ],
  "submission.queued": [
    row("notification.attempt.queued", PROVIDER_QUEUED, "§11.2, §12.1", ANSWERED),
  ],
  "submission.scheduled": [
    row("notification.attempt.scheduled", PROVIDER_QUEUED, "§11.2", {
      ...ANSWERED,
      meaning: "The provider holds the message to send it later.",
    }),
  ],
  ...rejections,
  "cancellation.accepted": [
    row("notification.attempt.cancelled", WITHDRAWN, "§4.2", {
      ...ANSWERED,
      meaning: "The provider says that it will not send the message.",
      terminal: true,
      doesNotMean: ["nothing was sent before the cancellation", "the recipient declined"],
    }),
  ],
  "cancellation.refused": [],
};
