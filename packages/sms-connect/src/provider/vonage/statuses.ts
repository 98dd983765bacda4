import type { ReceiptClass } from "../../native/receipt-classes.ts";
import { vonageCode } from "./codes.ts";

interface VonageStatus {
  readonly class: ReceiptClass;
  /** Vonage says that nothing further follows. Absent: as the class has it. */
  readonly final?: boolean;
  /** Not delivered: a code may say why. */
  readonly negative: boolean;
}

/** https://developer.vonage.com/en/messaging/sms/guides/delivery-receipts */
export const VONAGE_DLR_STATUSES = {
  /** By the carrier, says one page of Vonage's; by the SMS API itself, says another. The weaker. */
  accepted: { class: "provider_accepted", final: false, negative: false },
  buffered: { class: "buffered", final: false, negative: false },
  delivered: { class: "delivered", final: true, negative: false },
  /** Said by a carrier, or made by Vonage after 72 hours without any word: which, is not told. */
  expired: { class: "expired_by_provider", final: true, negative: false },
  failed: { class: "failed", final: true, negative: true },
  /** "Downstream carrier refuses to deliver message." */
  rejected: { class: "rejected", final: true, negative: true },
  unknown: { class: "unknown", negative: false },
} as const satisfies Record<string, VonageStatus>;

/** https://developer.vonage.com/en/messages/concepts/sms-status-callbacks */
export const VONAGE_MESSAGES_STATUSES = {
  /** "Accepted and routed through SMS API gateways": Vonage's own, nobody downstream. */
  submitted: { class: "provider_accepted", final: false, negative: false },
  delivered: { class: "delivered", final: true, negative: false },
  /** By Vonage, by a carrier or by time: not delivered, and nothing finer. */
  rejected: { class: "undelivered", final: true, negative: true },
  /** Vonage could not reach the provider it hands messages to. */
  undeliverable: { class: "provider_error", final: true, negative: true },
} as const satisfies Record<string, VonageStatus>;

export interface VonageReading {
  readonly class: ReceiptClass;
  readonly final?: boolean;
  readonly retryable: boolean | null;
}

/** What status and code say together; the weaker where they contradict each other. */
export function readVonageStatus(
  api: "dlr" | "messages",
  status: string,
  code: string | null,
): VonageReading {
  const known: Readonly<Record<string, VonageStatus>> =
    api === "dlr" ? VONAGE_DLR_STATUSES : VONAGE_MESSAGES_STATUSES;
  const entry = Object.hasOwn(known, status) ? known[status] : undefined;
  if (entry === undefined) return { class: "unrecognised", retryable: null };
  // "A non-zero code indicates that the message could not be delivered."
  if (entry.class === "delivered" && code !== null) return { class: "unknown", retryable: null };
  const row = entry.negative ? vonageCode(api, code) : null;
  return {
    class: row?.receipt ?? entry.class,
    ...(entry.final === undefined || row?.receipt === "unknown" ? {} : { final: entry.final }),
    retryable: row?.retryable ?? null,
  };
}
