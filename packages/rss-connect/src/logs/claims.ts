// "N subscribers" in a user agent is the sender's own claim: the latest of each service and feed id is kept, and none is ever added to another.
import type { DocWrite, Instant, Key, Store, TenantId } from "@underclaim/runtime";
import type { SubscriberClaim } from "../native/consumers/classification.ts";

export interface KeptClaim extends SubscriberClaim {
  readonly claimed_at: Instant;
}

const claimsOf = (feedId: string): Key => ["subscriber_claim", feedId];
const claimKey = (feedId: string, { service, feed_id }: SubscriberClaim): Key => [
  "subscriber_claim",
  feedId,
  service,
  feed_id ?? "",
];

/** Anybody can invent services: no more than so many are kept of a feed. */
const MOST_CLAIMS = 200;

/** What of the claims is newer than what is kept. */
export async function newerClaims(
  store: Pick<Store, "load">,
  tenant: TenantId,
  feedId: string,
  claims: readonly KeptClaim[],
): Promise<DocWrite[]> {
  if (claims.length === 0) return [];
  const kept = await keptClaims(store, tenant, feedId);
  const known = new Map(kept.map((claim) => [claimKey(feedId, claim).join(" "), claim]));
  const writes: DocWrite[] = [];
  let room = MOST_CLAIMS - kept.length;
  for (const claim of claims) {
    const key = claimKey(feedId, claim);
    const before = known.get(key.join(" "));
    if (before !== undefined && before.claimed_at >= claim.claimed_at) continue;
    if (before === undefined && room-- <= 0) continue;
    writes.push({ put: key, text: JSON.stringify(claim) });
  }
  return writes;
}

export async function keptClaims(
  store: Pick<Store, "load">,
  tenant: TenantId,
  feedId: string,
): Promise<KeptClaim[]> {
  const range = { prefix: claimsOf(feedId), limit: MOST_CLAIMS };
  return (await store.load(tenant, [{ range }]))
    .range(range)
    .map(({ text }) => JSON.parse(text) as KeptClaim);
}
