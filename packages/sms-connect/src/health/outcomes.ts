import { RECEIPTS, type ReceiptClass } from "../native/receipt-classes.ts";
import { REJECTIONS, type Rejection } from "../native/rejections.ts";
import type { SmsNative } from "../native/types.ts";

/**
 * What one message came to, as the channel's rates count it. Of several reports the later in this list counts: a message
 * both delivered and failed is not taken for delivered, and whichever report came first does not matter.
 */
export const OUTCOMES = [
  "accepted_by_adapter",
  "submitted",
  "unknown",
  "delivered",
  "failed",
  "filtered",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Reports after which the provider knows no more than before, and says so. */
const NOBODY_KNOWS: ReadonlySet<ReceiptClass> = new Set([
  "unknown",
  "unrecognised",
  "deleted",
  "expired_by_provider",
]);

function ofReceipt(name: ReceiptClass): Outcome | null {
  const { assessment } = RECEIPTS[name];
  if (name === "cancelled") return null;
  if (name === "filtered") return "filtered";
  if (NOBODY_KNOWS.has(name)) return "unknown";
  if (assessment === "success.delivered") return "delivered";
  return assessment.startsWith("fail.") ? "failed" : "submitted";
}

const entries = (
  prefix: string,
  names: readonly string[],
  outcome: (name: string) => Outcome | null,
): [string, Outcome][] =>
  names.flatMap((name): [string, Outcome][] => {
    const found = outcome(name);
    return found === null ? [] : [[`${prefix}${name}`, found]];
  });

const BY_TYPE: ReadonlyMap<string, Outcome> = new Map<string, Outcome>([
  ["message.accepted", "accepted_by_adapter"],
  ["submission.accepted", "submitted"],
  ["submission.queued", "submitted"],
  ["submission.scheduled", "submitted"],
  ["message.unknown", "unknown"],
  ["receipt.overdue", "unknown"],
  ["receipt.partial", "failed"],
  ...entries("submission.rejected.", Object.keys(REJECTIONS), (name) =>
    (name as Rejection) === "filtered" ? "filtered" : "failed",
  ),
  ...entries("receipt.", Object.keys(RECEIPTS), (name) => ofReceipt(name as ReceiptClass)),
]);

/** Null: says nothing of what the message came to. */
export const outcomeOfType = (type: SmsNative | (string & {})): Outcome | null =>
  BY_TYPE.get(type) ?? null;

export const worse = (a: Outcome, b: Outcome): Outcome =>
  OUTCOMES.indexOf(a) >= OUTCOMES.indexOf(b) ? a : b;
