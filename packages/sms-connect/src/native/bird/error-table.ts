import type { ReceiptClass } from "../receipt-classes.ts";

interface BirdError {
  readonly lasting: ReceiptClass;
  /** Null: the event's own class. What passes is never told as something that stays. */
  readonly passing: ReceiptClass | null;
}

const only = (lasting: ReceiptClass): BirdError => ({ lasting, passing: null });

/** Bird, `SmsErrorCode` (an open list). `unknown` tells nothing and is not in it. */
export const BIRD_ERRORS: Readonly<Record<string, BirdError>> = {
  /** "Unassigned, ported out, or malformed." */
  invalid_destination: only("invalid_number"),
  unreachable: { lasting: "unavailable_final", passing: "unavailable" },
  blocked_by_carrier: only("filtered"),
  blocked_by_recipient: only("blocked"),
  landline_unreachable: { lasting: "unreachable_final", passing: "unreachable" },
  /** Of the carrier; it has been seen for senders that the carrier does not know, so it says no more than filtering. */
  content_rejected: only("filtered"),
  sender_unregistered: only("sender_not_registered"),
  recipient_opted_out: only("provider_suppressed"),
  provider_unavailable: { lasting: "provider_error", passing: "temporary_network_error" },
  insufficient_balance: only("quota"),
};
