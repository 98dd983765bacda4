// What a native event is a sign of, for the view over a number.
import type { Instant } from "@underclaim/runtime";
import { RECEIPTS, type ReceiptClass } from "../native/receipt-classes.ts";
import { classOf } from "../native/refine.ts";
import type { SmsNative, SmsStored } from "../native/types.ts";

/** A view may take when it was reported for when it was, where nobody says more. */
export const at = ({ occurred_at, received_at }: SmsStored): Instant => occurred_at ?? received_at;

/** The class of a receipt, of the whole or of a part. */
export function receiptIn(native: SmsStored): ReceiptClass | null {
  if (!native.type.startsWith("segment.")) return classOf(native);
  const { receipt } = native.data;
  return typeof receipt === "string" ? classOf({ type: `receipt.${receipt}` as SmsNative }) : null;
}

const is =
  (...types: readonly SmsNative[]) =>
  ({ type }: SmsStored): boolean =>
    types.includes(type);
const reports =
  (...classes: readonly ReceiptClass[]) =>
  (native: SmsStored): boolean => {
    const name = receiptIn(native);
    return name !== null && classes.includes(name);
  };

export const PHONE_SIGNS = {
  well_formed: is("message.accepted"),
  provider_accepted: is("submission.accepted", "submission.queued", "receipt.provider_accepted"),
  carrier_accepted: reports("carrier_accepted"),
  delivered: reports("delivered"),
  /** Delivery came to an end without one: of the account's and the content's troubles nothing is said here. */
  failed: (native: SmsStored): boolean => {
    const name = receiptIn(native);
    return name !== null && OF_ENDPOINT.has(RECEIPTS[name].assessment);
  },
  unreachable: reports("unreachable_final", "unavailable_final", "unknown_subscriber", "ported"),
  unassigned: reports("unknown_subscriber"),
  invalid: (native: SmsStored): boolean =>
    reports("invalid_number")(native) ||
    is("message.refused.invalid_number", "submission.rejected.invalid_number")(native),
  wrote: ({ type }: SmsStored): boolean => type.startsWith("inbound.") && type !== "inbound.part",
  opted_out: is("inbound.opt_out", "endpoint.opted_out"),
  complained: is("report.complaint"),
  shared: is("endpoint.shared"),
  reassigned: is("endpoint.reassigned"),
} as const satisfies Record<string, (native: SmsStored) => boolean>;

const OF_ENDPOINT: ReadonlySet<string> = new Set([
  "fail.delivery_failed",
  "fail.carrier_rejected",
  "fail.expired",
  "fail.unknown_subscriber",
  "fail.unavailable_subscriber",
  "fail.unreachable_subscriber",
  "fail.ported_number_issue",
  "fail.blocked_by_recipient",
  "fail.filtered_by_carrier",
  "fail.invalid_number_format",
]);
