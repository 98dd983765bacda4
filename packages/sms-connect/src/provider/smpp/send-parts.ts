import { waitUntil, type Clock } from "@underclaim/runtime";
import type { Pdu } from "./pdu.ts";
import type { SmppOutcome } from "./session.ts";
import { ESME_ROK } from "./statuses.ts";

/** How far a message got whose parts are sent one after the other. */
export interface PartsSent {
  /** Accepted, in order. */
  readonly accepted: readonly Extract<Pdu, { command: "submit_sm_resp" }>[];
  /** What ended it early. Null: all were accepted. */
  readonly stopped:
    | Exclude<SmppOutcome, { kind: "answered" }>
    | { readonly kind: "refused"; readonly status: number }
    | null;
}

/**
 * One part after the other, so that a refusal of the first leaves no half of a message. Once a part is accepted, a later one
 * that was not taken is tried again until `signal` aborts: it was never with the SMSC, and without it the rest is of no use.
 */
export async function sendParts<Part>(
  parts: readonly Part[],
  send: (part: Part) => Promise<SmppOutcome>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<PartsSent> {
  const accepted: Extract<Pdu, { command: "submit_sm_resp" }>[] = [];
  for (const part of parts) {
    let outcome = await send(part);
    while (outcome.kind === "not_taken" && accepted.length > 0 && !signal.aborted) {
      await waitUntil(clock, outcome.retryAt, signal);
      if (!signal.aborted) outcome = await send(part);
    }
    if (outcome.kind !== "answered") return { accepted, stopped: outcome };
    const { pdu } = outcome;
    if (pdu.command !== "submit_sm_resp" || pdu.status !== ESME_ROK)
      return { accepted, stopped: { kind: "refused", status: pdu.status } };
    accepted.push(pdu);
  }
  return { accepted, stopped: null };
}
