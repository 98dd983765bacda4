import type { AssessEndpoint } from "../../../definition/assess.ts";
import type { StoredNative } from "../../../definition/native.ts";
import { timestamp } from "../../../time-and-ids.ts";
import type { ReferenceNative } from "../native/types.ts";

type Native = StoredNative<ReferenceNative>;

const SUPPRESSES: readonly ReferenceNative[] = [
  "reference.inbound.stop",
  "reference.endpoint.suppressed",
  "reference.request.suppressed",
];
const FREES: readonly ReferenceNative[] = ["reference.endpoint.unsuppressed"];
const SUCCEEDS: readonly ReferenceNative[] = [
  "reference.receipt.delivered",
  "reference.receipt.read",
];
const FAILS: readonly ReferenceNative[] = ["reference.receipt.failed"];

/** The event's own time where its source says it; the adapter's own acts happen when they are received. */
const when = (native: Native): number => native.occurred_at ?? native.received_at;

/** The newest of the good and of the bad signs; of two at one instant the bad one counts. */
const newest = (natives: readonly Native[], types: readonly ReferenceNative[]): number | null =>
  natives
    .filter(({ type }) => types.includes(type))
    .reduce<number | null>((last, native) => Math.max(last ?? 0, when(native)), null);

export const assessEndpoint: AssessEndpoint<ReferenceNative> = (natives) => {
  const success = newest(natives, SUCCEEDS);
  const failure = newest(natives, FAILS);
  const suppressed = newest(natives, SUPPRESSES);
  const freed = newest(natives, FREES);
  const at = (instant: number | null) => (instant === null ? null : timestamp(instant));
  const reached = success !== null && (failure === null || success > failure);
  return {
    validity: success === null ? "unknown" : "valid",
    reachability: reached ? "reachable" : failure === null ? "unknown" : "degraded",
    verification_state: reached
      ? "recently_successful"
      : failure === null
        ? "unverified"
        : "failed",
    suppression_state:
      suppressed !== null && (freed === null || suppressed >= freed) ? "suppressed" : "active",
    last_success_at: at(success),
    last_failure_at: at(failure),
    quality_signals: [...new Set(natives.map(({ type }) => type))].toSorted(),
    confidence: success === null && failure === null ? "low" : "medium",
    adapter_specific: {},
  };
};
