// Twilio's error codes (https://www.twilio.com/docs/api/errors). Twilio advises against logic on them (changelog of
// 2024-07-10): the raw code is always kept, and one that is not here changes nothing.
import type { ReceiptClass } from "../../native/receipt-classes.ts";
import type { Rejection } from "../../native/rejections.ts";

export interface TwilioCodes {
  readonly codes: readonly string[];
  /** What the code says in a negative status. */
  readonly receipt: ReceiptClass;
  /** What it says as the answer to a submission. */
  readonly rejection: Rejection;
  /** Whether the same message may be taken later or elsewhere. */
  readonly retryable: boolean;
}

export const TWILIO_CODES: readonly TwilioCodes[] = [
  {
    codes: ["30005"],
    receipt: "unknown_subscriber",
    rejection: "unknown_subscriber",
    retryable: false,
  },
  // Switched off, without coverage, a landline or a masked filter: no more than that nothing more will come.
  { codes: ["30003"], receipt: "unavailable_final", rejection: "rejected", retryable: true },
  // Also a short code against its carrier, so it proves no landline.
  { codes: ["30006"], receipt: "unreachable_final", rejection: "rejected", retryable: false },
  // Twilio's own list of opt-outs.
  {
    codes: ["21610"],
    receipt: "provider_suppressed",
    rejection: "provider_suppressed",
    retryable: false,
  },
  {
    codes: ["30004", "30450", "30485"],
    receipt: "blocked",
    rejection: "blocked",
    retryable: false,
  },
  { codes: ["30007", "30038"], receipt: "filtered", rejection: "filtered", retryable: false },
  {
    codes: ["21211", "21614", "21635", "21265", "21266"],
    receipt: "invalid_number",
    rejection: "invalid_number",
    retryable: false,
  },
  {
    codes: ["21612", "21408", "21703", "21704"],
    receipt: "route_unavailable",
    rejection: "route_unavailable",
    retryable: false,
  },
  {
    codes: ["21212", "21606", "21659", "21660", "21661", "30018", "30040", "30042"],
    receipt: "sender_not_allowed",
    rejection: "sender_not_allowed",
    retryable: false,
  },
  {
    codes: ["30024", "30032", "30033", "30034", "30035", "30041"],
    receipt: "regulatory_rejected",
    rejection: "regulatory_rejected",
    retryable: false,
  },
  {
    codes: ["30017", "30410"],
    receipt: "temporary_network_error",
    rejection: "rejected",
    retryable: true,
  },
  // Opaque: inside Twilio, or unknown to it.
  {
    codes: ["30008", "30020", "30021", "30453"],
    receipt: "provider_error",
    rejection: "rejected",
    retryable: false,
  },
  {
    codes: [
      "20429",
      "14107",
      "30001",
      "21611",
      "30022",
      "30023",
      "30454",
      "30002",
      "30037",
      // Credentials that do not sign in.
      "20003",
    ],
    receipt: "quota",
    rejection: "quota",
    retryable: true,
  },
  // The message waited in Twilio's own queue until its validity ended: it was never sent.
  { codes: ["30036"], receipt: "expired", rejection: "rejected", retryable: false },
  // No body; a body of more than 1600 characters.
  {
    codes: ["21602", "21617"],
    receipt: "failed",
    rejection: "content_invalid",
    retryable: false,
  },
];

const BY_CODE = new Map(
  TWILIO_CODES.flatMap((row) => row.codes.map((code) => [code, row] as const)),
);

export const twilioCode = (code: string | null): TwilioCodes | null =>
  code === null ? null : (BY_CODE.get(code) ?? null);
