import type { Audit, Contactable, Contacts, Messages, Quotas, Sender } from "./ports.ts";
import type { ReadAddress } from "./recipient.ts";
import type { GuardSettings } from "./settings.ts";

/** Everything the gate works with. Clock, randomness, stores and network come in here. */
export interface Guards {
  readonly settings: GuardSettings;
  readonly readAddress: ReadAddress;
  readonly messages: Messages;
  readonly contacts: Contacts;
  readonly quotas: Quotas;
  /** How often a person may be asked. */
  readonly questions: Quotas;
  readonly audit: Audit;
  readonly sender: Sender;
  readonly contactable: Contactable;
  /** RFC 3339, for records only: nothing is decided by it. */
  timestamp(): string;
  /** Cannot be guessed. */
  nextId(): string;
  /** Cannot be guessed, and can be typed. */
  nextNonce(): string;
  readonly digestKey: Uint8Array;
  readonly bodyKey: Uint8Array;
  /** Names this process in the audit. */
  readonly writer: string;
}
