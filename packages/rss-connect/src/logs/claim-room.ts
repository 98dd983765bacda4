// Which claims are kept where anybody can invent claimants: those that keep coming back, and no service takes the room of others.
import type { Instant } from "@underclaim/runtime";
import { PRODUCT_NAMES } from "../native/consumers/products.ts";
import type { SubscriberClaim } from "../native/consumers/classification.ts";

export interface KeptClaim extends SubscriberClaim {
  readonly claimed_at: Instant;
  /** Of the first claim of this service and feed id. Absent: an older version did not say. */
  readonly first_at?: Instant;
}

export interface ClaimRoom {
  /** Of one feed. */
  readonly all: number;
  /** Of one service: an aggregator polls under few feed ids. */
  readonly perService: number;
  /** Of services that no table knows, together. */
  readonly unlisted: number;
}

export const CLAIM_ROOM: ClaimRoom = { all: 200, perService: 10, unlisted: 100 };

/** Who did not come back for so long gives way first. */
export const STALE_MS = 45 * 86_400_000;

export const claimantOf = ({ service, feed_id }: SubscriberClaim): string =>
  JSON.stringify([service, feed_id]);

/** A claim of a claimant that is known: the latest counts. */
export function renewed(before: KeptClaim | undefined, claim: KeptClaim): KeptClaim {
  const first = Math.min(claim.claimed_at, before?.first_at ?? before?.claimed_at ?? Infinity);
  const latest = before !== undefined && before.claimed_at >= claim.claimed_at ? before : claim;
  return { ...latest, first_at: first };
}

/** Whoever invents claimants invents more than a call has arguments. */
export const newestOf = (claims: readonly KeptClaim[], least: Instant = 0): Instant =>
  claims.reduce((newest, { claimed_at: at }) => Math.max(newest, at), least);

/** The claims for which there is room, those of claimants that have come back for longest first. */
export function claimsWithRoom(
  claims: readonly KeptClaim[],
  room: ClaimRoom = CLAIM_ROOM,
): KeptClaim[] {
  const newest = newestOf(claims);
  const standing = ({ claimed_at: at, first_at: first = at }: KeptClaim): number =>
    newest - at > STALE_MS ? -1 : at - first;
  const inOrder = claims.toSorted(
    (a, b) =>
      standing(b) - standing(a) ||
      b.claimed_at - a.claimed_at ||
      (claimantOf(a) < claimantOf(b) ? -1 : 1),
  );
  const ofService = new Map<string, number>();
  let unlisted = 0;
  let all = 0;
  return inOrder.filter(({ service }) => {
    const taken = ofService.get(service) ?? 0;
    const listed = PRODUCT_NAMES.has(service);
    if (all >= room.all || taken >= room.perService) return false;
    if (!listed && unlisted >= room.unlisted) return false;
    ofService.set(service, taken + 1);
    if (!listed) unlisted += 1;
    all += 1;
    return true;
  });
}
