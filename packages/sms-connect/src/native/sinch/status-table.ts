import type { ReceiptClass } from "../receipt-classes.ts";

/** What Sinch's word means, and whether its code may tell more than the word. */
interface SinchStatus {
  readonly class: ReceiptClass;
  /** Sinch calls it Final: nothing further follows. */
  readonly final: boolean;
  /** Only what says that a message was not delivered is told more finely by a code. */
  readonly refined: boolean;
}

const open = (receipt: ReceiptClass): SinchStatus => ({
  class: receipt,
  final: false,
  refined: false,
});
const ended = (receipt: ReceiptClass): SinchStatus => ({
  class: receipt,
  final: true,
  refined: false,
});
const failed = (receipt: ReceiptClass): SinchStatus => ({
  class: receipt,
  final: true,
  refined: true,
});

/** Sinch SMS REST API, Delivery report statuses. */
export const SINCH_STATUSES: Readonly<Record<string, SinchStatus>> = {
  Queued: open("provider_queued"),
  /** "Accepted for delivery by the SMSC", which is Sinch's own. */
  Dispatched: open("dispatched"),
  Delivered: ended("delivered"),
  /** Before it reached the SMSC. */
  Aborted: failed("provider_error"),
  Cancelled: ended("cancelled"),
  Rejected: failed("rejected"),
  Failed: failed("failed"),
  /** By a remote SMSC: "if the destination is an invalid MSISDN or opted out subscriber". */
  Deleted: failed("deleted"),
  /** See `classify.ts`: only a code of the network's proves that the network gave up. */
  Expired: ended("expired_by_provider"),
  /** "No Delivery Receipt has been received or [one] that couldn't be interpreted": its code is none, either. */
  Unknown: ended("unknown"),
};
