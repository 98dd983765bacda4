// `err-code` of the SMS API's receipts (https://developer.vonage.com/en/messaging/sms/guides/delivery-receipts) and the
// Messages API's codes (https://developer.vonage.com/en/api-errors/messages), which say the same things.
import type { ReceiptClass } from "../../native/receipt-classes.ts";
import type { Rejection } from "../../native/rejections.ts";

export interface VonageCodes {
  readonly dlr: readonly string[];
  readonly messages: readonly string[];
  /** What the code says in a negative status. */
  readonly receipt: ReceiptClass;
  /** What it says as the answer to a submission. */
  readonly rejection: Rejection;
  readonly retryable: boolean;
}

export const VONAGE_CODES: readonly VonageCodes[] = [
  {
    dlr: ["3"],
    messages: ["1190"],
    receipt: "unknown_subscriber",
    rejection: "unknown_subscriber",
    retryable: false,
  },
  // "Temporarily unavailable", "busy": Vonage itself says that a later message may arrive.
  {
    dlr: ["2", "7"],
    messages: ["1180", "1220"],
    receipt: "unavailable",
    rejection: "rejected",
    retryable: true,
  },
  {
    dlr: ["12"],
    messages: ["1260"],
    receipt: "unreachable_final",
    rejection: "route_unavailable",
    retryable: false,
  },
  {
    dlr: ["4", "13", "14", "15"],
    messages: ["1050", "1270", "1280", "1290"],
    receipt: "blocked",
    rejection: "blocked",
    retryable: false,
  },
  // The person has opted out, and Vonage or the carrier keeps to it.
  {
    dlr: ["9"],
    messages: ["1240"],
    receipt: "provider_suppressed",
    rejection: "provider_suppressed",
    retryable: false,
  },
  {
    dlr: ["6"],
    messages: ["1210"],
    receipt: "filtered",
    rejection: "filtered",
    retryable: false,
  },
  {
    dlr: [],
    messages: ["1040", "1170"],
    receipt: "invalid_number",
    rejection: "invalid_number",
    retryable: false,
  },
  {
    dlr: ["5"],
    messages: ["1200"],
    receipt: "ported",
    rejection: "route_unavailable",
    retryable: false,
  },
  {
    dlr: ["11"],
    messages: ["1250"],
    receipt: "route_unavailable",
    rejection: "route_unavailable",
    retryable: false,
  },
  {
    dlr: ["51"],
    messages: ["1120"],
    receipt: "sender_not_allowed",
    rejection: "sender_not_allowed",
    retryable: false,
  },
  {
    dlr: ["50", "52", "53", "54"],
    messages: [],
    receipt: "regulatory_rejected",
    rejection: "regulatory_rejected",
    retryable: false,
  },
  {
    dlr: ["8"],
    messages: ["1230"],
    receipt: "temporary_network_error",
    rejection: "rejected",
    retryable: true,
  },
  {
    dlr: ["1", "99"],
    messages: ["1030", "1100", "1331"],
    receipt: "provider_error",
    rejection: "rejected",
    retryable: false,
  },
  // The SMS API's `unknown` becomes `rejected` with this code: a receipt without information, not a failure.
  {
    dlr: [],
    messages: ["1330"],
    receipt: "unknown",
    rejection: "rejected",
    retryable: false,
  },
  // The SMS API's `expired` becomes `rejected` with this code: told by the carrier, or made by Vonage after 72 hours.
  {
    dlr: [],
    messages: ["1360"],
    receipt: "expired_by_provider",
    rejection: "rejected",
    retryable: false,
  },
  {
    dlr: [],
    messages: ["1000", "1060", "1070", "1080", "1160", "1241"],
    receipt: "quota",
    rejection: "quota",
    retryable: true,
  },
  {
    dlr: [],
    messages: ["1090"],
    receipt: "failed",
    rejection: "content_invalid",
    retryable: false,
  },
];

const byCode = (api: "dlr" | "messages") =>
  new Map(VONAGE_CODES.flatMap((row) => row[api].map((code) => [code, row] as const)));
const BY_CODE = { dlr: byCode("dlr"), messages: byCode("messages") };

export const vonageCode = (api: "dlr" | "messages", code: string | null): VonageCodes | null =>
  code === null ? null : (BY_CODE[api].get(code) ?? null);
