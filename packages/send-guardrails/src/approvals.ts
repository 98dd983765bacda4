// What a person decides of a pending message, and what follows from it. Nothing here can be reached by a tool's arguments.
import type { GateAnswer } from "./answer.ts";
import { dispatch } from "./dispatch.ts";
import { messageDigest } from "./digest.ts";
import { checkMessage, expired } from "./check.ts";
import type { Guards } from "./guards.ts";
import type { MessageRecord } from "./message.ts";
import { denied, type Denied } from "./reasons.ts";
import { recorded } from "./record.ts";

export type Choice = "no" | "once" | "always";

export interface Decision {
  readonly id: string;
  readonly choice: Choice;
  /** Which approver it came through, as the audit names it. */
  readonly by: string;
  /** What the approver was asked about, where it carries that itself. */
  readonly digest?: string;
  /** Whose message the approver takes it for, where it knows. */
  readonly principal?: string;
}

export type DecisionAnswer =
  | { readonly ok: true; readonly message: MessageRecord }
  /** Decided, expired, unknown, or about another message. */
  | Denied;

/** Takes a decision once; `release` acts on it. */
export function decide(guards: Guards, decision: Decision): DecisionAnswer {
  const { messages, settings } = guards;
  const message = messages.get(decision.id);
  const foreign =
    message === null ||
    (decision.principal !== undefined && decision.principal !== message.principal) ||
    (decision.digest !== undefined && decision.digest !== message.digest);
  if (foreign || message.state !== "pending")
    return invalid("There is no such message to decide on.");
  if (expired(message, guards.quotas.now())) {
    expire(guards, message);
    return invalid("The question has expired. Ask anew.");
  }
  const always = decision.choice === "always" && !settings.draft;
  const moved =
    decision.choice === "no"
      ? messages.move(message.id, "pending", "declined", { body: null, detail: decision.by })
      : messages.move(message.id, "pending", "approved", { approvedBy: decision.by, always });
  if (moved === null) return invalid("It has been decided already.");
  const action = decision.choice === "no" ? "decline" : "approve";
  const entry = { ...moved, body: message.body };
  const failed = recorded(guards, entry, action, `${decision.choice} by ${decision.by}`);
  if (failed === null) return { ok: true, message: moved };
  messages.move(message.id, "approved", "denied", { body: null, detail: failed.reason });
  return failed;
}

/** Sends what a person has approved, if everything still allows it. At most one caller gets the message, ever. */
export async function release(guards: Guards, id: string): Promise<GateAnswer | null> {
  const { messages } = guards;
  const message = messages.move(id, "approved", "sending", { writer: guards.writer });
  if (message === null) return null;
  const why = await hindrance(guards, message).catch(() =>
    denied("state_unavailable", "The skill's state cannot be used now, so nothing is sent."),
  );
  if (why === null) return dispatch(guards, message, "stored");
  messages.move(id, "sending", "denied", { body: null, detail: why.reason });
  return { status: "denied", ...(recorded(guards, message, "refuse", why.reason) ?? why) };
}

/** What keeps an approved message from being sent after all; null: nothing. Releases its contact, where that was said. */
async function hindrance(guards: Guards, message: MessageRecord): Promise<Denied | null> {
  if (expired(message, guards.quotas.now()))
    return denied("approval_invalid", "The approval has expired. Ask anew.");
  const { principal, address, kind, body } = message;
  const untouched =
    body !== null &&
    messageDigest(guards.digestKey, { principal, address, kind, body }) === message.digest;
  if (!untouched)
    return denied("approval_invalid", "The message is not the one that was approved.");
  const read = guards.readAddress(address);
  if (!read.ok || read.address !== address)
    return denied("address_invalid", "The address is not in its canonical form any more.");
  const checked = await checkMessage(guards, message, body);
  if (!checked.ok) return checked;
  if (message.always) {
    const failed = recorded(guards, message, "trust_contact", "trusted");
    if (failed !== null) return failed;
    guards.contacts.trust({ address, since: guards.timestamp(), by: message.approvedBy ?? "" });
  }
  return null;
}

/** Ends what nobody has decided on in time. */
export function expire(guards: Guards, message: MessageRecord): void {
  if (guards.messages.move(message.id, message.state, "expired", { body: null }) !== null)
    recorded(guards, message, "refuse", "expired");
}

const invalid = (message: string): Denied => denied("approval_invalid", message);
