// What the tools answer. Never "delivered": the evidence says what is known, with its grade.
import type { Denied, MessageRecord, MessageState } from "@underclaim/send-guardrails";
import type { Evidence } from "./service/evidence.ts";

export interface SendResult {
  readonly status:
    | "accepted"
    | "in_progress"
    | "confirmation_required"
    | "draft"
    | "unknown"
    | "refused"
    | "declined"
    | "expired";
  readonly message_id: string | null;
  readonly message: string;
  readonly to?: string;
  readonly type?: "chat" | "groupchat";
  /** Stable, of a refusal. */
  readonly reason?: string;
  readonly retry_after_seconds?: number;
  readonly evidence?: Evidence["events"];
  readonly assessment?: Evidence["assessment"];
}

export const refusal = (why: Denied, id: string | null = null): SendResult => ({
  status: "refused",
  message_id: id,
  reason: why.reason,
  message: why.message,
  ...(why.retryAfterMs === undefined
    ? {}
    : { retry_after_seconds: Math.ceil(why.retryAfterMs / 1_000) }),
});

const TEXTS: Readonly<Record<MessageState, readonly [SendResult["status"], string]>> = {
  pending: [
    "confirmation_required",
    "Nothing is sent yet. A person has to approve it, outside of this conversation, and it is sent once they do. Only they can approve it.",
  ],
  approved: ["in_progress", "A person approved it; it is about to be sent."],
  sending: ["in_progress", "It is being handed to the XMPP service."],
  accepted: [
    "accepted",
    "The XMPP service took the message on. That is no proof that it arrived or was read; see the evidence.",
  ],
  unknown: [
    "unknown",
    "It may have been sent or not. Do not send it again without asking the user.",
  ],
  denied: ["refused", "It was not sent."],
  declined: ["declined", "A person declined it. It is not sent; do not ask again."],
  expired: ["expired", "Nobody approved it in time. It is not sent."],
};

/** Of a message that waits, where no approver could be reached. */
export const nobodyAsked = (message: MessageRecord): SendResult => ({
  ...resultOf(message, null),
  message:
    "Nothing is sent, and nobody could be asked to approve it. Tell the user; the operator decides in approval.order who is asked.",
});

/** Where the state cannot say what became of it. */
export const untold = (id: string): SendResult => ({
  status: "unknown",
  message_id: id,
  message:
    "The skill's state cannot be used now, so what became of it is not known. Do not send it again without asking the user.",
});

export function resultOf(message: MessageRecord, evidence: Evidence | null): SendResult {
  const [status, text] = TEXTS[message.state];
  return {
    status: status === "confirmation_required" && message.draft ? "draft" : status,
    message_id: message.id,
    message: text,
    to: message.address,
    type: message.kind === "room" ? "groupchat" : "chat",
    ...(message.state === "denied" && message.detail !== null ? { reason: message.detail } : {}),
    ...(evidence === null ? {} : { evidence: evidence.events, assessment: evidence.assessment }),
  };
}
