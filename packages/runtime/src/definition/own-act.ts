import type { OperationId } from "../time-and-ids.ts";
import type { NativeDraft } from "./native.ts";

/** What the adapter itself did to an operation, at the time it is recorded. It happens once, so its type is its key. */
export const ownAct = <T extends string>(
  type: T,
  operation: OperationId,
  told: Pick<NativeDraft, "data" | "metadata"> = {},
): NativeDraft<T> => ({
  type,
  source: "adapter",
  dedupeKey: `${operation}:${type}`,
  evidenceKey: `${operation}:${type}`,
  occurredAt: null,
  nativeType: null,
  nativeStatus: null,
  refs: [],
  observation: { source_type: "adapter", source_confidence: "high" },
  ...told,
});
