import { RECEIPTS, type ReceiptClass } from "./receipt-classes.ts";
import type { SmsNative } from "./types.ts";

const SEGMENTS = ["delivered", "failed", "pending", "unknown"].map((each) => `segment.${each}`);
const classes = Object.keys(RECEIPTS) as ReceiptClass[];

/**
 * A receipt shows that the provider had taken the message over, whatever became of its own answer. A reply shows nothing of
 * the kind: it is found by recency alone.
 */
export const resolving: Readonly<Partial<Record<SmsNative, "accepted">>> = Object.fromEntries(
  [...classes.map((each) => `receipt.${each}`), ...SEGMENTS].map((type) => [type, "accepted"]),
);
