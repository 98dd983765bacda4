import type { ReceiptClass } from "../receipt-classes.ts";

interface MessageBirdStatus {
  readonly class: ReceiptClass;
  readonly final: boolean;
  /** Only what says that a message was not delivered is told more finely by a code or a reason. */
  readonly refined: boolean;
}

/** MessageBird SMS API, statuses of a recipient. */
export const MESSAGEBIRD_STATUSES: Readonly<Record<string, MessageBirdStatus>> = {
  scheduled: { class: "provider_scheduled", final: false, refined: false },
  sent: { class: "dispatched", final: false, refined: false },
  buffered: { class: "buffered", final: false, refined: false },
  delivered: { class: "delivered", final: true, refined: false },
  /** See `messagebird-classify.ts`: a receipt that never came has the same status. */
  expired: { class: "expired_by_provider", final: true, refined: false },
  delivery_failed: { class: "failed", final: true, refined: true },
};

interface MessageBirdReason {
  readonly class: ReceiptClass;
  readonly retryable: boolean;
}

const unknownSubscriber: MessageBirdReason = { class: "unknown_subscriber", retryable: false };
const unavailable: MessageBirdReason = { class: "unavailable", retryable: true };

/** MessageBird, SMS platform extended error codes (`statusErrorCode`), by the reason they are listed under. */
export const MESSAGEBIRD_CODES: Readonly<Record<string, MessageBirdReason>> = {
  // "The receiver number is not associated with an active line."
  1: unknownSubscriber,
  2: unknownSubscriber,
  3: unknownSubscriber,
  5: unknownSubscriber,
  9: unknownSubscriber,
  10: unknownSubscriber,
  11: unknownSubscriber,
  12: unknownSubscriber,
  // "Temporarily unavailable, the number is valid."
  8: unavailable,
  26: unavailable,
  27: unavailable,
  31: unavailable,
  // The platform's own list of who wrote STOP, and senders that the network does not know.
  103: { class: "provider_suppressed", retryable: false },
  104: { class: "sender_not_registered", retryable: false },
};

/** `statusReason`, for reports without a code. "generic delivery failure" tells nothing and is not among them. */
export const MESSAGEBIRD_REASONS: Readonly<Record<string, MessageBirdReason>> = {
  "unknown subscriber": unknownSubscriber,
  "unavailable subscriber": unavailable,
};
