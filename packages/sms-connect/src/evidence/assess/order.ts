// "Newest by trusted time, ties to the weaker": told so that neither order nor repetition of arrival can matter.
import type { Instant } from "@underclaim/runtime";
import type { SmsStored } from "../../native/types.ts";

/** When it happened, by a clock that is trusted: the source's own, or ours for what we did ourselves. */
const knownTime = ({ occurred_at, received_at, observation }: SmsStored): Instant | null =>
  occurred_at ?? (observation.source_type === "adapter" ? received_at : null);

const latest = (natives: readonly SmsStored[]): Instant =>
  natives.reduce((last, native) => Math.max(last, knownTime(native) ?? last), -Infinity);

/**
 * All that nothing else is known to be newer than. What has no trusted time may be the newest: it stays in, and the reader
 * takes the weakest of what is left.
 */
export function newestOf(natives: readonly SmsStored[]): readonly SmsStored[] {
  const last = latest(natives);
  return natives.filter((native) => (knownTime(native) ?? last) >= last);
}

/** Whether one of the first is known to be newer than all of the second. */
export function isKnownNewer(natives: readonly SmsStored[], than: readonly SmsStored[]): boolean {
  if (than.length === 0) return natives.length > 0;
  if (than.some((native) => knownTime(native) === null)) return false;
  const last = latest(than);
  return natives.some((native) => (knownTime(native) ?? -Infinity) > last);
}
