import type { Kind } from "./recipient.ts";

/**
 * `pending` → `approved` → `sending` → an end; `pending` → `declined` | `expired`. Without confirmation it begins with
 * `sending`. No state says that anybody has received anything: that is the evidence's to say.
 */
export type MessageState =
  | "pending"
  | "approved"
  | "sending"
  | "accepted"
  | "unknown"
  | "denied"
  | "declined"
  | "expired";

export interface MessageRecord {
  readonly id: string;
  readonly principal: string;
  readonly address: string;
  readonly kind: Kind;
  /** null once it is settled: what was said is not kept. */
  readonly body: string | null;
  /** Keyed; over principal, address, kind and body. */
  readonly digest: string;
  readonly conversationId: string | null;
  readonly state: MessageState;
  readonly draft: boolean;
  /** Steady milliseconds; null where nobody is asked. */
  readonly expiresAt: number | null;
  /** What an approver over another channel must repeat. Never shown to whoever asked to send. */
  readonly nonce: string;
  /** Who was asked by a message of their own, as the asker remembers it; null: nobody yet. */
  readonly asked: string | null;
  readonly approvedBy: string | null;
  readonly always: boolean;
  /** How the service knows it; null until it has taken it on. */
  readonly reference: string | null;
  readonly detail: string | null;
  /** The process that sends it; null before. */
  readonly writer: string | null;
}

export const SETTLED: readonly MessageState[] = [
  "accepted",
  "unknown",
  "denied",
  "declined",
  "expired",
];
