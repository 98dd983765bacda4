// "Newest by trusted time, ties to the weaker": told so that neither order nor repetition of arrival can matter.
import type { StoredNative } from "../definition/native.ts";
import type { Instant } from "../time-and-ids.ts";

/** When it happened, by a clock that is trusted: the source's own, or ours for what we did ourselves. */
const knownTime = ({ occurred_at, received_at, observation }: StoredNative): Instant | null =>
  occurred_at ?? (observation.source_type === "adapter" ? received_at : null);

const latest = (natives: readonly StoredNative[]): Instant =>
  natives.reduce((last, native) => Math.max(last, knownTime(native) ?? last), -Infinity);

/**
 * All that nothing else is known to be newer than, in the order given. What has no trusted time (`occurred_at: null`, and
 * not the adapter's own act) may be the newest: it stays in, and the reader takes the weakest of what is left.
 */
export function newestOf<T extends string>(
  natives: readonly StoredNative<T>[],
): readonly StoredNative<T>[] {
  const last = latest(natives);
  return natives.filter((native) => (knownTime(native) ?? last) >= last);
}

/** Whether one of the first is known, by a trusted time, to be newer than all of the second. Anything is newer than nothing. */
export function isKnownNewer(
  natives: readonly StoredNative[],
  than: readonly StoredNative[],
): boolean {
  if (than.length === 0) return natives.length > 0;
  if (than.some((native) => knownTime(native) === null)) return false;
  const last = latest(than);
  return natives.some((native) => (knownTime(native) ?? -Infinity) > last);
}
