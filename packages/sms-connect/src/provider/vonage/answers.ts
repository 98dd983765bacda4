// `status` of the messages in the SMS API's answer, which is HTTP 200 whatever they say (https://developer.vonage.com/en/api-errors/sms).
import type { Rejection } from "../../native/rejections.ts";

export type VonageSubmission =
  /** Documented as too fast: "back-off and retry". Nothing was sent. */
  | "throttled"
  /** An error while it was being processed: whether it went out is not said. */
  | "unknown"
  | { readonly rejection: Rejection; readonly retryable: boolean };

const refused = (rejection: Rejection, retryable = false): VonageSubmission => ({
  rejection,
  retryable,
});

export const VONAGE_SUBMISSION_STATUSES: Readonly<Record<string, VonageSubmission>> = {
  "1": "throttled",
  /** A parameter is missing, or its value is not valid. */
  "2": refused("rejected"),
  "3": refused("rejected"),
  /** Credentials. */
  "4": refused("quota", true),
  "5": "unknown",
  /** "An unrecognized number prefix." */
  "6": refused("invalid_number"),
  /** The number is barred. */
  "7": refused("blocked"),
  /** The account is barred; has no credit. */
  "8": refused("quota", true),
  "9": refused("quota", true),
  "10": "throttled",
  /** The account is not enabled for this API. */
  "11": refused("quota", true),
  "12": refused("content_invalid"),
  "15": refused("sender_not_allowed"),
  /** A demo account may write only to numbers on its list. */
  "29": refused("quota", true),
  /** "The number is de-activated." */
  "33": refused("unknown_subscriber"),
};

export const vonageSubmission = (status: string): VonageSubmission =>
  (Object.hasOwn(VONAGE_SUBMISSION_STATUSES, status)
    ? VONAGE_SUBMISSION_STATUSES[status]
    : undefined) ?? refused("rejected");
