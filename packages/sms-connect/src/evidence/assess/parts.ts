// A message in several parts is delivered when all of them are (SmsAdapterSpecification §8.3).
import { classOf } from "../../native/refine.ts";
import type { SmsNative, SmsStored } from "../../native/types.ts";
import type { Reading } from "./reading.ts";
import { read } from "./reading.ts";
import { outcomeOf, sharedReason, weakest, type Outcome, type Receipt } from "./receipts.ts";

/** What the parts come to; null where no part is named. `delivered`, `failed`: some part was. */
export interface PartsOutcome {
  readonly outcome: Outcome;
  readonly delivered: boolean;
  readonly failed: boolean;
}

export const isSegment = ({ type }: SmsStored): boolean => type.startsWith("segment.");

const asReceipt = (native: SmsStored): Receipt[] => {
  const { receipt } = native.data;
  const name =
    typeof receipt === "string" ? classOf({ type: `receipt.${receipt}` as SmsNative }) : null;
  return name === null ? [] : [{ class: name, native }];
};

export function partsOutcome(natives: readonly SmsStored[]): PartsOutcome | null {
  const told = natives.filter(isSegment);
  if (told.length === 0) return null;
  const count = Math.max(...told.map(({ data }) => Number(data["segment_count"]) || 0));
  const named = told.filter(({ data }) => typeof data["message"] === "string");
  const parts = [...Map.groupBy(named, ({ data }) => data["message"]).values()].map((part) =>
    outcomeOf(part.flatMap(asReceipt)),
  );
  const ended = (end: Outcome["end"]): Reading[] =>
    parts.flatMap((part) => (part.end === end && part.reading !== null ? [part.reading] : []));
  const delivered = ended("delivered");
  const failed = ended("failed");
  return {
    outcome: whole(count, parts, delivered, failed, ended("conflict")),
    delivered: delivered.length > 0,
    failed: failed.length > 0,
  };
}

function whole(
  count: number,
  parts: readonly Outcome[],
  delivered: readonly Reading[],
  failed: readonly Reading[],
  [conflict]: readonly Reading[],
): Outcome {
  if (conflict !== undefined) return { end: "conflict", reading: conflict };
  const complete = parts.length >= count && parts.every(({ end }) => end !== "open");
  const [arrived] = delivered;
  if (complete && failed.length === 0 && arrived !== undefined)
    return {
      end: "delivered",
      reading: { ...arrived, because: `All ${count} parts of the message were delivered.` },
    };
  if (complete && delivered.length === 0) return { end: "failed", reading: sharedReason(failed) };
  if (complete)
    return {
      end: "open",
      reading: read(
        "undef.delivery_status_unknown",
        "segment.failed",
        `Of ${count} parts ${delivered.length} were delivered and ${failed.length} were not.`,
      ),
    };
  const open = parts.flatMap((part) => (part.end === "open" && part.reading ? [part.reading] : []));
  return { end: "open", reading: weakest(open) };
}
