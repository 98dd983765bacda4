// How an attempt ended other than by a bounce (XmppAdapterSpecification §12.1, §12.2).
import { REFUSALS, type Refusal } from "../../native/refusals.ts";
import type { XmppStored } from "../../native/types.ts";
import { read, type Reading } from "./reading.ts";

const REFUSED = "message.refused.";

/** Null: it has not ended by the adapter. */
export function ended(natives: readonly XmppStored[]): Reading | null {
  const types = [...new Set(natives.map(({ type }) => type))].toSorted();
  const refusal = types.find((type) => type.startsWith(REFUSED));
  if (refusal !== undefined)
    return read(REFUSALS[refusal.slice(REFUSED.length) as Refusal], refusal);
  if (types.includes("message.cancelled")) return read("fail.cancelled", "message.cancelled");
  return types.includes("message.expired") ? expired(natives) : null;
}

/** §12.1 "Depends on retry policy": it was tried until its time was over. */
function expired(natives: readonly XmppStored[]): Reading {
  const tries = natives.filter(({ type }) => type === "message.no_session");
  if (tries.length === 0) return read("fail.expired", "message.expired");
  return tries.some(({ data }) => data["because"] === "authentication_failed")
    ? read(
        "fail.authentication_failed",
        "message.expired",
        "The server refused the account's credentials until the message's time had passed.",
      )
    : read(
        "fail.stream_unavailable",
        "message.expired",
        "There was no session of the account until the message's time had passed.",
      );
}

/** An operator decides only what nobody has reported. */
export const operatorSaysNo = (natives: readonly XmppStored[]): Reading | null =>
  natives.some(({ type }) => type === "operator.resolved_rejected")
    ? { ...read("fail.delivery_failed", "operator.resolved_rejected"), confidence: "low" }
    : null;
