// What became of the sending: from the adapter's own refusal to the carrier's receipt (SmsAdapterSpecification §11.1–§11.4).
import { isKnownNewer } from "@underclaim/runtime";
import { classOf } from "../../native/refine.ts";
import type { ReceiptClass } from "../../native/receipt-classes.ts";
import { REFUSALS, type Refusal } from "../../native/refusals.ts";
import { REJECTIONS, type Rejection } from "../../native/rejections.ts";
import type { SmsNative, SmsStored } from "../../native/types.ts";
import { isSegment, partsOutcome, type PartsOutcome } from "./parts.ts";
import { read, type Reading } from "./reading.ts";
import {
  isFromDownstream,
  outcomeOf,
  sharedReason,
  weakest,
  type Outcome,
  type Receipt,
} from "./receipts.ts";

/** The provider's own answer says the same as a report of it. */
const ANSWERS: Partial<Record<SmsNative, ReceiptClass>> = {
  "submission.accepted": "provider_accepted",
  "submission.queued": "provider_queued",
  "submission.scheduled": "provider_scheduled",
};

/** Before the provider has spoken: what of it stands, furthest first. */
const WAITING: readonly SmsNative[] = [
  "message.unknown",
  "message.delayed",
  "message.scheduled",
  "message.accepted",
  "message.created",
];

/** Null: nothing of it is about a sending. */
export function transmission(natives: readonly SmsStored[]): Outcome | null {
  const parts = partsOutcome(natives);
  // What the adapter put together from the parts is put together here anew, whatever the order of arrival was then.
  const own = parts === null ? natives : natives.filter((each) => !isAggregate(each));
  const receipts = own.flatMap(asReceipt);
  const reported = combined(outcomeOf(receipts), parts);
  const ended = withEndings(reported, endings(own, receipts.length > 0 || parts !== null));
  if (ended.end !== "open") return ended;
  const open = withOverdue(ended.reading, natives, receipts);
  if (open !== null) return { end: "open", reading: open };
  return waiting(natives);
}

const isAggregate = ({ type, data }: SmsStored): boolean =>
  type.startsWith("receipt.") && data["aggregated"] === true;

function asReceipt(native: SmsStored): Receipt[] {
  const name = classOf(native) ?? ANSWERS[native.type] ?? null;
  return name === null ? [] : [{ class: name, native }];
}

/** The whole as it was told, and as its parts tell it. */
function combined(whole: Outcome, parts: PartsOutcome | null): Outcome {
  if (parts === null) return whole;
  const { outcome } = parts;
  if (whole.end === "open") {
    if (outcome.end !== "open") return outcome;
    const readings = [whole.reading, outcome.reading].filter((reading) => reading !== null);
    return { end: "open", reading: weakest(readings) };
  }
  const against =
    (whole.end === "delivered" && parts.failed) || (whole.end === "failed" && parts.delivered);
  return against || outcome.end === "conflict" ? contradiction(whole.reading.signal) : whole;
}

const contradiction = (signal: SmsNative | null): Outcome => ({
  end: "conflict",
  reading: {
    subclass: "undef.conflicting_evidence",
    signal,
    because: "Reports contradict each other: delivered, and not delivered.",
  },
});

/** How the sending ended other than by a receipt. */
function endings(natives: readonly SmsStored[], reported: boolean): readonly Reading[] {
  const types = [...new Set(natives.map(({ type }) => type))].toSorted();
  // One account refused and another took it over: then the refusal ended nothing.
  const taken = types.some((type) => type in ANSWERS);
  return types.flatMap((type): Reading[] => {
    const refusal = after("message.refused.", type);
    if (refusal !== null) return [read(REFUSALS[refusal as Refusal], type)];
    const rejection = after("submission.rejected.", type);
    if (rejection !== null) return taken ? [] : [read(REJECTIONS[rejection as Rejection], type)];
    if (type === "message.expired") return [read("fail.expired", type)];
    if (type === "message.cancelled" || type === "cancellation.accepted")
      return [read("fail.cancelled", type)];
    // An operator decides what nobody has reported.
    if (type === "operator.resolved_rejected" && !reported)
      return [{ ...read("fail.provider_rejected", type), confidence: "low" }];
    return [];
  });
}

const after = (prefix: string, type: SmsNative): string | null =>
  type.startsWith(prefix) ? type.slice(prefix.length) : null;

function withEndings(reported: Outcome, endings: readonly Reading[]): Outcome {
  const [first] = endings;
  if (first === undefined) return reported;
  if (reported.end === "delivered") return contradiction(first.signal);
  if (reported.end === "conflict") return reported;
  // A receipt gives the better reason.
  return reported.end === "failed" ? reported : { end: "failed", reading: sharedReason(endings) };
}

/** The deadline for a final receipt has passed. A report that is known to be newer than that has revised it. */
function withOverdue(
  reading: Reading | null,
  natives: readonly SmsStored[],
  receipts: readonly Receipt[],
): Reading | null {
  const overdue = natives.filter(({ type }) => type === "receipt.overdue");
  const [first] = overdue;
  if (first === undefined) return reading;
  const downstream = [
    ...receipts.filter(isFromDownstream).map(({ native }) => native),
    ...natives.filter(isSegment),
  ];
  if (downstream.length === 0) return read("undef.no_dlr", first.type);
  if (reading !== null && isUnclear(reading)) return reading;
  if (isKnownNewer(downstream, overdue)) return reading;
  return read(
    "undef.delivery_receipt_missing",
    first.type,
    "Reports came from beyond the provider, and no final one in the time given for it.",
  );
}

const isUnclear = ({ subclass }: Reading): boolean =>
  subclass === "undef.dlr_unknown" ||
  subclass === "undef.delivery_status_unknown" ||
  subclass === "undef.expired_unknown";

function waiting(natives: readonly SmsStored[]): Outcome | null {
  const types = new Set(natives.map(({ type }) => type));
  // Of what the provider has not said, an operator's word comes first.
  if (types.has("operator.resolved_accepted"))
    return {
      end: "open",
      reading: {
        ...read("undef.provider_accepted_only", "operator.resolved_accepted"),
        confidence: "low",
      },
    };
  const type = WAITING.find((each) => types.has(each));
  if (type === undefined) return null;
  const reading = read("undef.pending", type);
  const unknown = type === "message.unknown";
  return { end: "open", reading: unknown ? { ...reading, confidence: "low" } : reading };
}
