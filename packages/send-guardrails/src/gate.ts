import { attributed } from "./attribution.ts";
import type { GateAnswer } from "./answer.ts";
import { checkMessage, expired, limited } from "./check.ts";
import { messageDigest } from "./digest.ts";
import { dispatch } from "./dispatch.ts";
import type { Guards } from "./guards.ts";
import type { LimitSettings } from "./limits.ts";
import type { MessageRecord } from "./message.ts";
import { denied, type Denied } from "./reasons.ts";
import type { Kind, Recipient } from "./recipient.ts";
import { recorded } from "./record.ts";
import type { GuardSettings } from "./settings.ts";

export interface SendRequest {
  /** Who asks: nobody else may see or complete what becomes of it. */
  readonly principal: string;
  readonly to: string;
  readonly kind: Kind;
  readonly body: string;
  readonly conversationId: string | null;
}

/** A message that an agent wants sent. In the order of what costs least and tells least. */
export async function requestSend(guards: Guards, request: SendRequest): Promise<GateAnswer> {
  const { settings, messages, quotas } = guards;
  const body = attributed(request.body, settings.attribution);
  const read = guards.readAddress(request.to);
  // What is no address is not repeated, in the audit either.
  const recipient: Recipient = { address: read.ok ? read.address : "", kind: request.kind };
  const identity = { principal: request.principal, ...recipient, body };
  const digest = messageDigest(guards.digestKey, identity);
  const draft: MessageRecord = {
    id: guards.nextId(),
    ...identity,
    digest,
    conversationId: request.conversationId,
    state: "sending",
    draft: settings.draft,
    expiresAt: null,
    nonce: guards.nextNonce(),
    asked: null,
    approvedBy: null,
    always: false,
    reference: null,
    detail: null,
    writer: null,
  };
  const refuse = (why: Denied): GateAnswer => ({
    status: "denied",
    ...(recorded(guards, draft, "refuse", why.reason) ?? why),
  });
  if (!read.ok) return refuse(denied("address_invalid", read.message));
  const checked = await checkMessage(guards, recipient, body);
  if (!checked.ok) return refuse(checked);

  if (!needsPerson(guards, recipient.address)) return dispatch(guards, draft, "none");

  const now = quotas.now();
  const waiting = messages.list(["pending"]).filter((each) => !expired(each, now));
  const same = waiting.find(
    (each) => each.principal === request.principal && each.digest === digest,
  );
  if (same !== undefined) return { status: "pending", message: same, repeated: true };
  const verdict = quotas.look(recipient.address, settings.limits);
  if (!verdict.ok) return refuse(limited(verdict));
  if (waiting.length >= settings.maxPending)
    return refuse(
      denied("too_many_pending", "Too many messages wait for a person already. Ask again later."),
    );
  const question = guards.questions.reserve(draft.id, recipient.address, questionLimits(settings));
  if (!question.ok)
    return refuse(
      denied(
        "too_many_questions",
        "A person was asked too often already. Wait before you ask again.",
        question.retryAfterMs,
      ),
    );
  const pending: MessageRecord = {
    ...draft,
    state: "pending",
    expiresAt: now + settings.approvalTtlMs,
  };
  const failed = recorded(guards, pending, "ask", "pending");
  if (failed !== null) return { status: "denied", ...failed };
  messages.insert(pending);
  return { status: "pending", message: pending, repeated: false };
}

/** Whether a person may be asked once more about a message that waits: counted as the first time was. */
export function askAgain(guards: Guards, { address }: MessageRecord): boolean {
  try {
    return guards.questions.reserve(guards.nextId(), address, questionLimits(guards.settings)).ok;
  } catch {
    return false;
  }
}

const needsPerson = ({ settings, contacts }: Guards, address: string): boolean =>
  settings.draft || (settings.confirmFirstContact && !contacts.trusted(address));

const questionLimits = ({ questionsPerHour: most }: GuardSettings): LimitSettings => ({
  perMinute: most,
  perHour: most,
  perContactPerHour: most,
  cooldownMs: 0,
});
