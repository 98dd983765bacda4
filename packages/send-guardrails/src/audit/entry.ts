/** One line of the audit log, without what the log itself adds (XmppSendSkill, Audit Logging). */
export interface AuditEntry {
  /** RFC 3339. */
  readonly timestamp: string;
  readonly skill: string;
  readonly action: AuditAction;
  readonly to: string;
  readonly kind: string;
  /** `hmac-sha256:<hex>`: keyed, since the hash of a short text could be guessed. */
  readonly body_hash: string;
  /** Empty unless configured. */
  readonly body_preview: string;
  readonly triggered_by: string;
  readonly conversation_id: string | null;
  /** Of a send: `intent`, and later what became of it. Never "delivered". */
  readonly result: string;
  readonly message_id: string;
  readonly principal: string;
  readonly approved_by: string | null;
  /** Which process wrote it, so that another one knows what it left open. */
  readonly writer: string;
}

export type AuditAction =
  | "send_message"
  | "ask"
  | "approve"
  | "decline"
  | "refuse"
  | "trust_contact"
  | "revoke_contact";

/** Of a send, before it; everything else settles it. */
export const INTENT = "intent";
/** Of a send whose process ended before it said what became of it. */
export const UNKNOWN = "unknown";
