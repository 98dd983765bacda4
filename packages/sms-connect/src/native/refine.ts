import type { JsonObject, RefinedBy } from "@underclaim/runtime";
import type { SmsKit } from "../kit.ts";
import { RECEIPTS, type ReceiptClass } from "./receipt-classes.ts";
import type { SegmentState, SmsDraft } from "./types.ts";

/**
 * A receipt of one part of several is no receipt of the whole (SmsAdapterSpecification §8.3): where the provider names the
 * parts of a message one by one, what it says of a part becomes `segment.*`.
 */
export const refineSms =
  ({ accounts }: Pick<SmsKit, "accounts">) =>
  (native: SmsDraft, operation: RefinedBy): SmsDraft => {
    const receipt = classOf(native);
    // What the adapter put together from the parts is about the whole; a suppression is about the number.
    if (receipt === null || receipt === "provider_suppressed" || native.source === "adapter")
      return native;
    const named = native.refs.find(({ ref_type }) => ref_type === "message_id");
    const name = named?.provider_name ?? native.data?.["provider"];
    const account = accounts.find((each) => each.account === name);
    const count = partsOf(name, account?.namesParts === true, operation);
    if (count < 2) return native;
    const told: JsonObject = { segment_count: count, receipt, message: named?.ref_value ?? null };
    return {
      ...native,
      type: `segment.${SEGMENT_STATES[receipt]}`,
      data: { ...native.data, ...told },
      metadata: { ...native.metadata, ...told },
    };
  };

const PREFIX = "receipt.";

/** The class that a receipt was read as; null for all other natives. */
export function classOf({ type }: Pick<SmsDraft, "type">): ReceiptClass | null {
  const name = type.startsWith(PREFIX) ? type.slice(PREFIX.length) : "";
  return Object.hasOwn(RECEIPTS, name) ? (name as ReceiptClass) : null;
}

/** How many parts the provider names. One: it names the message as a whole. */
function partsOf(account: unknown, namesParts: boolean, operation: RefinedBy): number {
  const ids = operation.provider_refs.filter(
    ({ provider_name, ref_type }) => provider_name === account && ref_type === "message_id",
  );
  const named = new Set(ids.map(({ ref_value }) => ref_value)).size;
  // Until the provider's answer is known, or where it was lost, the plan's own count must do.
  const planned = namesParts ? Number(operation.metadata?.["segments"] ?? 1) : 1;
  return Math.max(named, planned);
}

/** What a class says of a part: the same reading as of a whole, in four words. */
export const SEGMENT_STATES = Object.fromEntries(
  Object.entries(RECEIPTS).map(([name, { assessment, dlr, final }]) => [
    name,
    segmentState(assessment, dlr, final),
  ]),
) as Readonly<Record<ReceiptClass, SegmentState>>;

function segmentState(assessment: string, dlr: string, final: boolean): SegmentState {
  if (assessment.startsWith("success.")) return "delivered";
  if (final) return "failed";
  return dlr === "unknown" || dlr === "expired" ? "unknown" : "pending";
}
