import type { AuditEntry } from "./audit/entry.ts";
import type { LimitSettings, LimitVerdict } from "./limits.ts";
import type { MessageRecord, MessageState } from "./message.ts";
import type { Recipient } from "./recipient.ts";
import type { Roster } from "./allow-list.ts";

/**
 * Limits that hold for every process that uses the same store. Time in it is steady: it never goes back, and it advances as
 * time passes, whatever the wall clock is set to.
 */
export interface Quotas {
  now(): number;
  /** Whether a reservation would succeed; changes nothing. */
  look(contact: string, limits: LimitSettings): LimitVerdict;
  /** Counts against the limits from now on, or hits one. Atomic among all processes. */
  reserve(id: string, contact: string, limits: LimitSettings): LimitVerdict;
  /** Only where it is proven that nothing was sent. */
  release(id: string): void;
}

export interface Messages {
  insert(record: MessageRecord): void;
  get(id: string): MessageRecord | null;
  /** Those in one of the states, oldest first. */
  list(states: readonly MessageState[]): readonly MessageRecord[];
  /** Compare and set, atomic among all processes. null: it was not in that state (any more). */
  move(
    id: string,
    from: MessageState,
    to: MessageState,
    change?: Partial<
      Pick<MessageRecord, "body" | "approvedBy" | "always" | "reference" | "detail" | "writer">
    >,
  ): MessageRecord | null;
  /** What an asker remembers, of a message that is pending. */
  asked(id: string, memory: string): void;
}

export interface Contact {
  readonly address: string;
  /** RFC 3339. */
  readonly since: string;
  readonly by: string;
}

/** Whom a person has released for good. */
export interface Contacts {
  trusted(address: string): boolean;
  trust(contact: Contact): void;
  /** @returns whether there was one */
  revoke(address: string): boolean;
  list(): readonly Contact[];
}

export interface Audit {
  /** Durable before it returns. @throws where it cannot be written or the log is not as it was left */
  append(entry: AuditEntry): void;
}

/** What became of handing a message to the service. `unknown` when in doubt: it may have been sent. */
export type SendOutcome =
  | { readonly outcome: "accepted"; readonly reference: string }
  | { readonly outcome: "refused"; readonly message: string }
  /** Proven not sent, such as a refused connection. */
  | { readonly outcome: "not_sent"; readonly message: string }
  | { readonly outcome: "unknown"; readonly message: string };

export interface Sender {
  /** @param id its idempotency key: the same id is one message */
  send(message: Recipient & { readonly id: string; readonly body: string }): Promise<SendOutcome>;
}

export interface Contactable {
  roster(): Promise<Roster>;
}
