import type { RuntimeCounters } from "./adapter-runtime.ts";

type Mutable<T> = {
  -readonly [K in keyof T]: T[K] extends number ? number : { -readonly [L in keyof T[K]]: number };
};

export type Counters = Mutable<RuntimeCounters>;

export const newCounters = (): Counters => ({
  actions: { accepted: 0, refused: 0, replayed: 0, conflict: 0, malformed: 0 },
  outcomes: { accepted: 0, rejected: 0, not_sent: 0, unknown: 0 },
  natives: { ingested: 0, duplicate: 0, parked: 0, uncorrelated: 0, dead_letter: 0, unverified: 0 },
  evidence: 0,
});
