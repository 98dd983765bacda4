import type { ReceiptClass } from "../receipt-classes.ts";

interface BirdEvent {
  readonly class: ReceiptClass;
  readonly final: boolean;
  readonly retryable: boolean | null;
  /** How the error's code tells more: as one that stays, or as one that passes. */
  readonly refined: "lasting" | "passing" | null;
}

/** Bird, SMS webhook events. Bird's `undelivered` is not Twilio's: "a non-permanent failure". */
export const BIRD_EVENTS: Readonly<Record<string, BirdEvent>> = {
  "sms.accepted": { class: "provider_accepted", final: false, retryable: null, refined: null },
  /** "Handed the message to the carrier": the carrier has not said that it took it. */
  "sms.sent": { class: "dispatched", final: false, retryable: null, refined: null },
  "sms.delivered": { class: "delivered", final: true, retryable: null, refined: null },
  "sms.undelivered": { class: "deferred", final: false, retryable: true, refined: "passing" },
  "sms.failed": { class: "failed", final: true, retryable: false, refined: "lasting" },
  /** "Before sending it to the carrier": no carrier has refused it. */
  "sms.rejected": { class: "provider_error", final: true, retryable: null, refined: "lasting" },
  /** "Without a final receipt", unless its error says what the carrier told. */
  "sms.expired": { class: "expired_by_provider", final: true, retryable: null, refined: null },
};
