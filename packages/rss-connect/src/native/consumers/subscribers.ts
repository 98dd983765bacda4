// Aggregators put their audience into the user agent: a claim that anyone can make.
import type { SubscriberClaim } from "./classification.ts";

const COUNT = /(?:^|[^\d.,])(\d{1,9}) (?:subscribers?|readers?|users?)\b/i;
const FEED_ID = /\bfeed-id[=:] ?([A-Za-z0-9_-]{1,64})/i;
const SERVICE = /^[^\s/(;]{1,64}/;
const COMPATIBLE = /\(compatible; ([^\s/;)]{1,64})/i;

/** The claim in an (already capped) user agent, or null. Never sum claims over polls. */
export const subscriberClaim = (
  userAgent: string,
  product: string | null,
): SubscriberClaim | null => {
  const count = COUNT.exec(userAgent)?.[1];
  if (count === undefined) return null;
  const service = COMPATIBLE.exec(userAgent)?.[1] ?? SERVICE.exec(userAgent)?.[0] ?? "unknown";
  return {
    service: product ?? service,
    feed_id: FEED_ID.exec(userAgent)?.[1] ?? null,
    count: Number(count),
  };
};
