export type { GateAnswer } from "./answer.ts";
export {
  allowedByList,
  allowedByRoster,
  type AllowSettings,
  type Roster,
  type RosterEntry,
} from "./allow-list.ts";
export { decide, release, type Choice, type Decision, type DecisionAnswer } from "./approvals.ts";
export { attributed } from "./attribution.ts";
export {
  chain,
  checkChain,
  GENESIS,
  type ChainCheck,
  type ChainedEntry,
  type ChainHead,
} from "./audit/chain.ts";
export type { AuditAction, AuditEntry } from "./audit/entry.ts";
export { orphans } from "./audit/orphans.ts";
export { checkContent, type ContentSettings, type Scan } from "./content.ts";
export { derivedKey, messageDigest } from "./digest.ts";
export { askAgain, requestSend, type SendRequest } from "./gate.ts";
export type { Guards } from "./guards.ts";
export {
  judgeLimits,
  type Cooldown,
  type LimitSettings,
  type LimitVerdict,
  type Reservation,
} from "./limits.ts";
export { SETTLED, type MessageRecord, type MessageState } from "./message.ts";
export type {
  Audit,
  Contact,
  Contactable,
  Contacts,
  Messages,
  Quotas,
  Sender,
  SendOutcome,
} from "./ports.ts";
export { promptText, type PromptFacts } from "./prompt.ts";
export { denied, type Denied, type Reason } from "./reasons.ts";
export type { AddressAnswer, Kind, ReadAddress, Recipient } from "./recipient.ts";
export type { GuardSettings } from "./settings.ts";
export { workOff } from "./work-off.ts";
