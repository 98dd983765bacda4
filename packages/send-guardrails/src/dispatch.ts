import type { GateAnswer } from "./answer.ts";
import { limited } from "./check.ts";
import type { Guards } from "./guards.ts";
import type { MessageRecord } from "./message.ts";
import type { SendOutcome } from "./ports.ts";
import { denied, type Denied } from "./reasons.ts";
import { recorded } from "./record.ts";

/**
 * Quota, then the durable intent, then the send, then its outcome. Nothing is sent without an intent on disk, and nothing is
 * sent twice: whoever gets here holds the message alone.
 *
 * @param stored whether the record stands in the store already, as `sending`
 */
export async function dispatch(
  guards: Guards,
  message: MessageRecord,
  stored: "none" | "stored",
): Promise<GateAnswer> {
  const { quotas, messages } = guards;
  const deny = (why: Denied): GateAnswer => {
    if (stored === "stored") settle(guards, message, "denied", { detail: why.reason });
    return { status: "denied", ...why };
  };
  const verdict = reserve(guards, message);
  if ("reason" in verdict) return deny(verdict);
  if (!verdict.ok) {
    const why = limited(verdict);
    return deny(recorded(guards, message, "refuse", why.reason) ?? why);
  }
  if (stored === "none") messages.insert({ ...message, writer: guards.writer });
  const failed = recorded(guards, message, "send_message", "intent");
  if (failed !== null) {
    quotas.release(message.id);
    settle(guards, message, "denied", { detail: failed.reason });
    return { status: "denied", ...failed };
  }

  const outcome = await hand(guards, message);
  const settled = outcomeOf(outcome);
  if (settled.nothingSent) attempt(() => quotas.release(message.id), undefined);
  // The send has happened or not, whatever becomes of this line: without it the intent stays open, and ends as unknown.
  recorded(guards, message, "send_message", settled.result);
  const change = { reference: settled.reference, detail: settled.detail };
  const record = attempt(() => settle(guards, message, settled.state, change), {
    ...message,
    ...change,
    state: settled.state,
    body: null,
  });
  return settled.nothingSent
    ? { status: "denied", ...settled.why }
    : { status: "settled", message: record };

  function reserve({ settings: { limits } }: Guards, { id, address }: MessageRecord) {
    try {
      return quotas.reserve(id, address, limits);
    } catch {
      return denied("state_unavailable", "The limits cannot be read, so nothing is sent.");
    }
  }
}

/** A store that fails after the send takes nothing back: what is not recorded ends as unknown at the next start. */
function attempt<T>(act: () => T, otherwise: T): T {
  try {
    return act();
  } catch {
    return otherwise;
  }
}

async function hand({ sender }: Guards, message: MessageRecord): Promise<SendOutcome> {
  try {
    const { id, address, kind, body } = message;
    return await sender.send({ id, address, kind, body: body ?? "" });
  } catch {
    return { outcome: "unknown", message: "The sender failed." };
  }
}

type Settled = {
  readonly state: MessageRecord["state"];
  readonly result: string;
  readonly reference: string | null;
  readonly detail: string | null;
} & ({ readonly nothingSent: true; readonly why: Denied } | { readonly nothingSent: false });

function outcomeOf(outcome: SendOutcome): Settled {
  const none = { reference: null, detail: null };
  switch (outcome.outcome) {
    case "accepted":
      return {
        ...none,
        state: "accepted",
        result: "accepted_by_service",
        reference: outcome.reference,
        nothingSent: false,
      };
    case "unknown":
      return {
        ...none,
        state: "unknown",
        result: "unknown",
        detail: outcome.message,
        nothingSent: false,
      };
    case "refused":
    case "not_sent": {
      const reason = outcome.outcome === "refused" ? "refused_by_service" : "not_sent";
      return {
        ...none,
        state: "denied",
        result: reason,
        detail: reason,
        nothingSent: true,
        why: denied(reason, outcome.message),
      };
    }
    default:
      return outcome satisfies never;
  }
}

function settle(
  { messages }: Guards,
  message: MessageRecord,
  state: MessageRecord["state"],
  change: { readonly reference?: string | null; readonly detail?: string | null },
): MessageRecord {
  const whole = { body: null, ...change };
  return messages.move(message.id, "sending", state, whole) ?? { ...message, state, ...whole };
}
