// "N subscribers" in a user agent is the sender's own claim: the latest of each service and feed id is kept, and none is ever added to another.
import type { DocWrite, Instant, Key, Store, TenantId } from "@underclaim/runtime";
import type { SubscriberClaim } from "../native/consumers/classification.ts";
import {
  CLAIM_ROOM,
  claimantOf,
  claimsWithRoom,
  newestOf,
  renewed,
  type KeptClaim,
} from "./claim-room.ts";

/** Claims of a feed for which there was no room. */
export interface DroppedClaims {
  /** Once for each claimant and part of a log. */
  readonly count: number;
  readonly last_at: Instant;
}

const claimsOf = (feedId: string): Key => ["subscriber_claim", feedId];
const droppedKey = (feedId: string): Key => ["subscriber_claims_dropped", feedId];
const claimKey = (feedId: string, { service, feed_id }: SubscriberClaim): Key => [
  "subscriber_claim",
  feedId,
  service,
  feed_id ?? "",
];

/** What the claims change of what is kept, and how many found no room. */
export async function newerClaims(
  store: Pick<Store, "load">,
  tenant: TenantId,
  feedId: string,
  claims: readonly KeptClaim[],
): Promise<{ readonly docs: readonly DocWrite[]; readonly dropped: number }> {
  if (claims.length === 0) return { docs: [], dropped: 0 };
  const { claims: kept, dropped: before } = await keptClaims(store, tenant, feedId);
  const known = new Map(kept.map((claim) => [claimantOf(claim), claim]));
  const all = new Map(known);
  for (const claim of claims) {
    const name = claimantOf(claim);
    all.set(name, renewed(all.get(name), claim));
  }
  const next = claimsWithRoom([...all.values()]);
  const stays = new Set(next.map(claimantOf));
  const dropped = all.size - next.length;
  const last = newestOf(claims, before?.last_at);
  const count: DroppedClaims = { count: (before?.count ?? 0) + dropped, last_at: last };
  return {
    dropped,
    docs: [
      ...kept
        .filter((claim) => !stays.has(claimantOf(claim)))
        .map((claim) => ({ delete: claimKey(feedId, claim) })),
      ...next
        .filter((claim) => differs(claim, known.get(claimantOf(claim))))
        .map((claim) => ({ put: claimKey(feedId, claim), text: JSON.stringify(claim) })),
      ...(dropped === 0 ? [] : [{ put: droppedKey(feedId), text: JSON.stringify(count) }]),
    ],
  };
}

const differs = (claim: KeptClaim, before: KeptClaim | undefined): boolean =>
  JSON.stringify(claim) !== JSON.stringify(before);

export async function keptClaims(
  store: Pick<Store, "load">,
  tenant: TenantId,
  feedId: string,
): Promise<{ readonly claims: readonly KeptClaim[]; readonly dropped: DroppedClaims | null }> {
  const range = { prefix: claimsOf(feedId), limit: CLAIM_ROOM.all };
  const snapshot = await store.load(tenant, [{ range }, { doc: droppedKey(feedId) }]);
  const dropped = snapshot.doc(droppedKey(feedId));
  return {
    claims: snapshot.range(range).map(({ text }) => JSON.parse(text) as KeptClaim),
    dropped: dropped === null ? null : (JSON.parse(dropped.text) as DroppedClaims),
  };
}
