import type { Submitted } from "../port.ts";
import type { PartsSent } from "./send-parts.ts";
import { statusCode, statusOf } from "./statuses.ts";

export interface SubmittedFacts {
  /** Canonical, of the accepted parts. */
  readonly messageIds: readonly string[];
  readonly parts: number;
  readonly encoding: string;
  readonly scheduled: boolean;
}

/**
 * What the SMSC's answers to the parts come to. A message of which a part was accepted is under way and never sent again,
 * whatever became of the rest: its metadata says that it is not whole.
 */
export function submittedOf({ accepted, stopped }: PartsSent, facts: SubmittedFacts): Submitted {
  const { messageIds, parts, encoding, scheduled } = facts;
  if (accepted.length === 0 && stopped !== null) {
    switch (stopped.kind) {
      case "not_taken":
        return { kind: "not_sent", retryAt: stopped.retryAt, reason: stopped.reason };
      case "unanswered":
        return { kind: "unknown", reason: stopped.reason };
      case "refused":
        return refused(stopped.status);
    }
  }
  const refusedParts = stopped?.kind === "refused" ? 1 : 0;
  const unknownParts = stopped?.kind === "unanswered" ? 1 : 0;
  // It was taken, and nobody can say under which name: no receipt will be told apart.
  if (messageIds.length === 0) return { kind: "unknown", reason: "accepted without a message id" };
  return {
    kind: "accepted",
    messageIds,
    as: scheduled ? "scheduled" : "accepted",
    nativeStatus: "ESME_ROK",
    metadata: {
      encoding,
      parts,
      parts_accepted: accepted.length,
      parts_refused: refusedParts,
      parts_unknown: unknownParts,
      parts_not_sent: parts - accepted.length - refusedParts - unknownParts,
      ...(stopped?.kind === "refused" ? { part_refused_with: statusOf(stopped.status).name } : {}),
    },
  };
}

function refused(status: number): Submitted {
  const { name, means, retryable } = statusOf(status);
  return {
    kind: "rejected",
    // The session has turned those that mean "not now" into not_taken.
    reason: means === "not_taken" ? "rejected" : means,
    nativeStatus: name,
    code: statusCode(status),
    retryable,
  };
}
