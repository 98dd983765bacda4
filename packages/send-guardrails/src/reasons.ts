/** Why something is not sent. Stable, for programs; the message beside it is for people. */
export type Reason =
  | "address_invalid"
  | "recipient_is_self"
  | "recipient_is_approver"
  | "not_allowed"
  | "kind_mismatch"
  | "roster_unavailable"
  | "content_refused"
  | "content_unscanned"
  | "rate_limited"
  | "too_many_pending"
  | "too_many_questions"
  | "approval_invalid"
  | "audit_unavailable"
  | "state_unavailable"
  | "refused_by_service"
  | "not_sent"
  | "unknown_message";

export interface Denied {
  readonly ok: false;
  readonly reason: Reason;
  /** Holds neither the body nor a part of it. */
  readonly message: string;
  readonly retryAfterMs?: number;
}

export const denied = (reason: Reason, message: string, retryAfterMs?: number): Denied => ({
  ok: false,
  reason,
  message,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});
