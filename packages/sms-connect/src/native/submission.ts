import type { JsonObject } from "@underclaim/runtime";
import type { Cancelled, SmsTransport, Submitted } from "../provider/port.ts";
import { messageRef } from "./references.ts";
import type { SmsDraft, SmsNative } from "./types.ts";

type From = Pick<SmsTransport, "account" | "kind">;

/** The provider's answer to a submission. It happens once for each operation. */
export function submittedNative(
  from: From,
  operation: string,
  answer: Extract<Submitted, { kind: "accepted" | "rejected" }>,
  failedOver: readonly string[],
): SmsDraft {
  const carried: JsonObject = failedOver.length === 0 ? {} : { failed_over: [...failedOver] };
  if (answer.kind === "rejected") {
    return answered(from, operation, `submission.rejected.${answer.reason}`, answer.nativeStatus, {
      code: answer.code,
      retryable: answer.retryable,
      ...carried,
    });
  }
  return {
    ...answered(from, operation, `submission.${answer.as}`, answer.nativeStatus, {
      ...answer.metadata,
      provider_messages: answer.messageIds.length,
      ...carried,
    }),
    refs: answer.messageIds.map((id) => messageRef(from.account, id)),
  };
}

/** The provider's answer to a cancellation of what it holds. */
export const cancelledNative = (
  from: From,
  { operation, of }: { readonly operation: string; readonly of: string },
  answer: Extract<Cancelled, { kind: "cancelled" | "refused" }>,
): SmsDraft =>
  answered(
    from,
    operation,
    answer.kind === "cancelled" ? "cancellation.accepted" : "cancellation.refused",
    answer.nativeStatus,
    { cancels: of, ...(answer.kind === "refused" ? { code: answer.code } : {}) },
  );

function answered(
  { account, kind }: From,
  operation: string,
  type: SmsNative,
  nativeStatus: string,
  told: JsonObject,
): SmsDraft {
  const facts = { provider: account, ...told };
  return {
    type,
    source: `${kind}.api`,
    lane: account,
    dedupeKey: `${operation}:answer`,
    evidenceKey: `${operation}:${type}`,
    occurredAt: null,
    nativeType: "response",
    nativeStatus,
    refs: [],
    observation: { source_type: "provider_api", source_confidence: "high" },
    data: facts,
    metadata: facts,
  };
}
