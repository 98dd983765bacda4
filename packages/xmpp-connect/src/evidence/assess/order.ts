// "Newest by trusted time, ties to the weaker": told so that neither order nor repetition of arrival can matter.
import type { Instant } from "@underclaim/runtime";
import type { XmppStored } from "../../native/types.ts";

/** When it happened, by a clock that is trusted: the own archive's, or ours for what we did ourselves. Never a peer's. */
const knownTime = ({ occurred_at, received_at, observation }: XmppStored): Instant | null =>
  occurred_at ?? (observation.source_type === "adapter" ? received_at : null);

const latest = (natives: readonly XmppStored[]): Instant =>
  natives.reduce((last, native) => Math.max(last, knownTime(native) ?? last), -Infinity);

/**
 * All that nothing else is known to be newer than. What has no trusted time may be the newest: it stays in, and the reader
 * takes the weakest of what is left.
 */
export function newestOf(natives: readonly XmppStored[]): readonly XmppStored[] {
  const last = latest(natives);
  return natives.filter((native) => (knownTime(native) ?? last) >= last);
}

/** Whether one of the first is known to be newer than all of the second. */
export function isKnownNewer(natives: readonly XmppStored[], than: readonly XmppStored[]): boolean {
  if (than.length === 0) return natives.length > 0;
  if (than.some((native) => knownTime(native) === null)) return false;
  const last = latest(than);
  return natives.some((native) => (knownTime(native) ?? -Infinity) > last);
}
