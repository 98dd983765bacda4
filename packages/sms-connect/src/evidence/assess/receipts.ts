// What receipts of one message, or of one part of it, come to (SmsAdapterSpecification §11.3, §19).
import { newestOf } from "@underclaim/runtime";
import { RECEIPTS, type ReceiptClass } from "../../native/receipt-classes.ts";
import type { SmsStored } from "../../native/types.ts";
import type { SmsSubclass } from "../../model/subclasses.ts";
import { inOneOrder, read, type Reading } from "./reading.ts";

/** A receipt, or what says the same (the provider's own answer), with the class it is read as. */
export interface Receipt {
  readonly class: ReceiptClass;
  readonly native: SmsStored;
}

export type Outcome =
  | { readonly end: "delivered" | "failed" | "conflict"; readonly reading: Reading }
  /** Null: nothing was told. */
  | { readonly end: "open"; readonly reading: Reading | null };

/** Each is further on than those before it: that a later report names an earlier one takes nothing back. */
const PROGRESS: readonly ReceiptClass[] = [
  "provider_scheduled",
  "provider_queued",
  "provider_accepted",
  "dispatched",
  "carrier_accepted",
];
/** Of readings that may be the newest, the weakest: least told first. */
const WEAKEST: readonly SmsSubclass[] = [
  "undef.delivery_status_unknown",
  "undef.dlr_unknown",
  "undef.expired_unknown",
  "undef.deferred",
  "undef.buffered",
  "undef.pending",
  "undef.queued",
  "undef.provider_accepted_only",
  "undef.dispatched",
  "undef.carrier_accepted_only",
];

export const weakest = (readings: readonly Reading[]): Reading | null =>
  readings.toSorted(
    (a, b) => WEAKEST.indexOf(a.subclass) - WEAKEST.indexOf(b.subclass) || inOneOrder(a, b),
  )[0] ?? null;

const readReceipt = ({ class: name, native }: Receipt): Reading => {
  const { assessment } = RECEIPTS[name];
  // A provider that says that more will follow is believed.
  const open = isFailure(name) && !isFailed({ class: name, native });
  return read(open ? "undef.deferred" : assessment, native.type);
};

const isFailure = (name: ReceiptClass): boolean => RECEIPTS[name].assessment.startsWith("fail.");
const isFailed = ({ class: name, native }: Receipt): boolean =>
  isFailure(name) && native.data["final"] !== false;

export function outcomeOf(receipts: readonly Receipt[]): Outcome {
  const delivered = receipts.find(({ class: name }) => name === "delivered");
  const failed = receipts.filter(isFailed);
  if (delivered !== undefined && failed.length > 0) return conflict(failed);
  if (delivered !== undefined) return { end: "delivered", reading: readReceipt(delivered) };
  if (failed.length > 0) return { end: "failed", reading: failure(failed) };
  return { end: "open", reading: standing(receipts) };
}

const conflict = (failed: readonly Receipt[]): Outcome => ({
  end: "conflict",
  reading: read(
    "undef.conflicting_evidence",
    failed.map(({ native }) => native.type).toSorted()[0] ?? "receipt.failed",
    "Reports contradict each other: delivered, and not delivered.",
  ),
});

/** The newest reason; where it is not known which of several is the newest, no more than that it failed. */
function failure(failed: readonly Receipt[]): Reading {
  const newest = new Set(newestOf(failed.map(({ native }) => native)));
  return sharedReason(failed.filter(({ native }) => newest.has(native)).map(readReceipt));
}

/** The one reason of several failures, or only that it failed. */
export function sharedReason(failures: readonly Reading[]): Reading {
  const [first] = failures.toSorted(inOneOrder);
  const reasons = new Set(failures.map(({ subclass }) => subclass));
  return first !== undefined && reasons.size === 1
    ? first
    : {
        subclass: "fail.delivery_failed",
        signal: first?.signal ?? null,
        because: "Delivery failed; the reports give different reasons.",
      };
}

/** How far it has come, as far as nothing newer says less. */
function standing(receipts: readonly Receipt[]): Reading | null {
  const stage = Math.max(...receipts.map(({ class: name }) => PROGRESS.indexOf(name)), -1);
  const telling = receipts.filter(
    ({ class: name }) => !PROGRESS.includes(name) || name === PROGRESS[stage],
  );
  const newest = new Set(newestOf(telling.map(({ native }) => native)));
  return weakest(telling.filter(({ native }) => newest.has(native)).map(readReceipt));
}

const PROVIDERS_OWN: readonly SmsSubclass[] = [
  "undef.pending",
  "undef.queued",
  "undef.provider_accepted_only",
  "undef.dispatched",
];

/** Whether somebody beyond the provider has reported. */
export const isFromDownstream = ({ class: name }: Receipt): boolean =>
  name !== "delayed" && !PROVIDERS_OWN.includes(RECEIPTS[name].assessment);
