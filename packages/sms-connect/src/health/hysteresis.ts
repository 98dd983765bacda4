import type { ProviderHealth } from "@underclaim/runtime";
import type { SmsNative } from "../native/types.ts";

export type ProviderState = "healthy" | "degraded" | "unavailable";

/** What was said of a provider last, and what has been seen of it since, so many looks in a row. */
export interface Watched {
  readonly said: ProviderState;
  readonly seen: ProviderState;
  readonly looks: number;
}

/** Nothing was said: that a provider works from the start on is no news. */
export const UNWATCHED: Watched = { said: "healthy", seen: "healthy", looks: 0 };

/** Looks in a row after which a change is believed; getting better takes longer than getting worse. */
export const LOOKS = { worse: 2, better: 3 } as const;

/** Null: it does not tell. Credentials that no longer work are no outage; nothing will be sent by them all the same. */
export function stateOf({ connectivity, credentials }: ProviderHealth): ProviderState | null {
  if (connectivity === "unavailable") return "unavailable";
  const refused = ["expired", "missing", "insufficient"].includes(credentials);
  if (connectivity === "degraded" || refused) return "degraded";
  return connectivity === "unknown" ? null : "healthy";
}

const ORDER: readonly ProviderState[] = ["healthy", "degraded", "unavailable"];
const SAID: Readonly<Record<ProviderState, SmsNative>> = {
  healthy: "provider.recovered",
  degraded: "provider.degraded",
  unavailable: "provider.unavailable",
};

/** One more look. `say`: the change that is believed now, once. */
export function look(
  watched: Watched,
  state: ProviderState | null,
): { readonly watched: Watched; readonly say: SmsNative | null } {
  if (state === null) return { watched: { ...watched, looks: 0 }, say: null };
  const looks = state === watched.seen ? watched.looks + 1 : 1;
  const next = { said: watched.said, seen: state, looks };
  if (state === watched.said) return { watched: next, say: null };
  const isWorse = ORDER.indexOf(state) > ORDER.indexOf(watched.said);
  return looks >= (isWorse ? LOOKS.worse : LOOKS.better)
    ? { watched: { ...next, said: state }, say: SAID[state] }
    : { watched: next, say: null };
}
