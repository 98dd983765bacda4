// https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
import type { ReceiptClass } from "../../native/receipt-classes.ts";
import { twilioCode } from "./codes.ts";

interface TwilioStatus {
  readonly class: ReceiptClass;
  /** Twilio says that nothing further follows. */
  readonly final: boolean;
  /** Not delivered: an error code may say why. */
  readonly negative: boolean;
}

const open = (type: ReceiptClass): TwilioStatus => ({ class: type, final: false, negative: false });
const negative = (type: ReceiptClass): TwilioStatus => ({
  class: type,
  final: true,
  negative: true,
});

/**
 * `partially_delivered` stands in the API's enumeration without a word about it, and `read` is said of WhatsApp only: both
 * are left out, so that they count as unrecognised.
 */
export const TWILIO_STATUSES = {
  accepted: open("provider_accepted"),
  scheduled: open("provider_scheduled"),
  queued: open("provider_queued"),
  /** Being handed to the nearest upstream carrier, which has not answered. */
  sending: open("dispatched"),
  /** "The nearest upstream carrier accepted the message": the last word where no receipt comes. */
  sent: open("carrier_accepted"),
  /** Confirmed "from the upstream carrier, and, where available, the destination handset". */
  delivered: { class: "delivered", final: true, negative: false },
  /** A receipt says that it was not delivered. */
  undelivered: negative("undelivered"),
  /** It was never sent. */
  failed: negative("failed"),
  canceled: { class: "cancelled", final: true, negative: false },
} as const satisfies Record<string, TwilioStatus>;

export interface TwilioReading {
  readonly class: ReceiptClass;
  /** Absent: as the class has it. */
  readonly final?: boolean;
  readonly retryable: boolean | null;
}

const known = (status: string): TwilioStatus | null =>
  Object.hasOwn(TWILIO_STATUSES, status)
    ? TWILIO_STATUSES[status as keyof typeof TWILIO_STATUSES]
    : null;

/** What status and error code say together; the weaker where they contradict each other. */
export function readTwilioStatus(status: string, code: string | null): TwilioReading {
  const entry = known(status);
  if (entry === null) return { class: "unrecognised", retryable: null };
  if (entry.class === "delivered" && code !== null) return { class: "unknown", retryable: null };
  const row = entry.negative ? twilioCode(code) : null;
  return {
    class: row?.receipt ?? entry.class,
    final: entry.final,
    retryable: row?.retryable ?? null,
  };
}
