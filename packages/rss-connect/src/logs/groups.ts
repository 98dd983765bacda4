// What is kept of millions of fetches: one entry for each feed, hour and kind of client, and each service's latest claim.
import type { Instant } from "@underclaim/runtime";
import type { ClassifiedConsumer } from "../native/consumers/classification.ts";
import type { KeptClaim } from "./claim-room.ts";
import { HOUR_MS, type LoggedFetch } from "./native.ts";
import { stoodAt, type FeedVersions } from "./versions.ts";

export interface Group extends Omit<LoggedFetch, "feedId" | "targets"> {
  readonly feed: number;
  /** So many of the feed's versions, the oldest first, stood in it. */
  readonly versions: number;
}

export type Fetched = Pick<Group, "feed" | "consumer" | "revalidated" | "status" | "cache" | "at">;

export interface Groups {
  /** Keeps nothing of the object itself. */
  add(fetched: Fetched): void;
  groups(): readonly Group[];
  claims(): ReadonlyMap<number, readonly KeptClaim[]>;
}

export const YEAR_2000 = Date.UTC(2000, 0);
const KINDS = 32;
const MOST_VERSIONS = 10_001;
/** A century. */
const MOST_HOURS = 876_600;
const CLASSES = new Map<string, number>();
const classNumber = (classification: string): number => {
  const known = CLASSES.get(classification) ?? CLASSES.size;
  CLASSES.set(classification, known);
  return known;
};

/** The hour and versions of a feed's last line, and which kinds of clients were seen in them. */
interface Recent {
  from: Instant;
  until: Instant;
  kinds: number;
}

export function createGroups(feeds: readonly FeedVersions[], staleMs: number): Groups {
  const groups = new Map<number, Group>();
  const recent = feeds.map((): Recent => ({ from: 0, until: 0, kinds: 0 }));
  const claimed = feeds.map(() => new Map<ClassifiedConsumer, Instant>());

  function put(fetched: Fetched, of: FeedVersions, kind: number): number {
    const { feed, consumer, revalidated, status, cache, at } = fetched;
    const asOf = cache === "hit" ? at - staleMs : at;
    const versions = stoodAt(of, asOf);
    const hour = Math.floor(at / HOUR_MS) - YEAR_2000 / HOUR_MS;
    // One exact number, for tens of thousands of feeds.
    const name = ((feed * KINDS + kind) * MOST_VERSIONS + versions) * MOST_HOURS + hour;
    if (!groups.has(name))
      groups.set(name, { feed, consumer, revalidated, status, cache, at, asOf, versions });
    return versions;
  }

  return {
    add(fetched) {
      const { feed, consumer, at } = fetched;
      const of = feeds[feed];
      const last = recent[feed];
      const claims = claimed[feed];
      if (of === undefined || last === undefined || claims === undefined) return;
      if (consumer.claimed_subscribers !== null && (claims.get(consumer) ?? -1) < at)
        claims.set(consumer, at);
      const kind = classNumber(consumer.classification) * 2 + (fetched.revalidated ? 1 : 0);
      if (fetched.cache === "hit") {
        put(fetched, of, kind);
        return;
      }
      // Most lines are of the same hour, versions and kind as one before.
      const near = at >= last.from && at < last.until;
      if (near && (last.kinds & (1 << kind)) !== 0) return;
      const versions = put(fetched, of, kind);
      last.kinds = (near ? last.kinds : 0) | (1 << kind);
      if (near) return;
      const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
      // What came at this very instant did not stand there yet.
      last.from = Math.max(hour, (of.since[versions - 1] ?? 0) + 1);
      last.until = Math.min(hour + HOUR_MS, (of.since[versions] ?? Number.POSITIVE_INFINITY) + 1);
    },
    groups: () => [...groups.values()],
    claims: () =>
      new Map(claimed.flatMap((of, feed) => (of.size === 0 ? [] : [[feed, latest(of)] as const]))),
  };
}

function latest(claimed: ReadonlyMap<ClassifiedConsumer, Instant>): KeptClaim[] {
  const found = new Map<string, KeptClaim>();
  for (const [{ claimed_subscribers: claim }, at] of claimed) {
    if (claim === null) continue;
    const name = `${claim.service} ${claim.feed_id ?? ""}`;
    const before = found.get(name);
    if (before === undefined || before.claimed_at < at)
      found.set(name, { ...claim, claimed_at: at });
  }
  return [...found.values()];
}
