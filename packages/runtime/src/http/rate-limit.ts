import type { Clock } from "../time-and-ids.ts";

export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/** @returns 0 where the request may pass, else after how many seconds to come back */
export type RateGate = (key: string) => number;

/** A token bucket per key. */
export function rateGate(limit: RateLimit | null, clock: Clock): RateGate {
  if (limit === null) return () => 0;
  const { perSecond, burst } = limit;
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (key) => {
    const now = clock.now();
    let bucket = buckets.get(key);
    if (bucket === undefined) {
      bucket = { tokens: burst, at: now };
      buckets.set(key, bucket);
    }
    const refilled = bucket.tokens + (Math.max(0, now - bucket.at) / 1_000) * perSecond;
    bucket.tokens = Math.min(burst, refilled);
    bucket.at = now;
    if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
    bucket.tokens -= 1;
    return 0;
  };
}
