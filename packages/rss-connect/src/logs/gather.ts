// The lines of a part of a log, gathered: what is kept of millions of lines is one entry for each feed, hour and kind of client.
import type { Instant } from "@underclaim/runtime";
import type { ClassifiedConsumer } from "../native/consumers/classification.ts";
import type { KeptClaim } from "./claim-room.ts";
import type { FeedIndex } from "./feed-index.ts";
import { HOUR_MS } from "./native.ts";
import type { AccessLine, LineReader, Wanted } from "./parse/line.ts";
import { stoodAt, type FeedVersions } from "./versions.ts";

/** Feeds that are observed otherwise are told apart from feeds that a log is the source for. */
export interface GatheredFeed {
  readonly versions: FeedVersions;
  readonly observedElsewhere: boolean;
}

interface Group {
  readonly feed: number;
  readonly consumer: ClassifiedConsumer;
  readonly revalidated: boolean;
  readonly status: number;
  readonly cache: AccessLine["cache"];
  readonly at: Instant;
  readonly asOf: Instant;
  /** So many of the feed's versions, the oldest first, stood in it. */
  readonly versions: number;
}

export interface Gathered {
  readonly groups: readonly Group[];
  readonly claims: ReadonlyMap<number, readonly KeptClaim[]>;
  readonly counts: Counts;
  /** Numbers within this part, from 1, of the first lines that were not understood. */
  readonly notUnderstood: readonly number[];
}

export interface Counts {
  lines: number;
  fetched: number;
  revalidated: number;
  /** Requests for something else, and answers that sent nothing. */
  other: number;
  /** Of feeds that this service observes itself. */
  observed_elsewhere: number;
  not_understood: number;
  /** Later than now: the server's clock is not to be trusted. */
  in_the_future: number;
}

export interface GatherOptions {
  readonly reader: LineReader;
  readonly index: FeedIndex;
  readonly feeds: readonly GatheredFeed[];
  readonly classify: (userAgent: string) => ClassifiedConsumer;
  readonly now: Instant;
  /** How old what a cache answers may be, in ms. */
  readonly staleMs: number;
}

const AHEAD_MS = 300_000;
const MOST_NAMED = 10;
const CARRIAGE_RETURN = 13;
const YEAR_2000 = Date.UTC(2000, 0);
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

/** `text`: whole lines. */
export function gather(text: string, options: GatherOptions): Gathered {
  const { reader, index, feeds, classify, now, staleMs } = options;
  const groups = new Map<number, Group>();
  const claims = new Map<number, Map<string, KeptClaim>>();
  const notUnderstood: number[] = [];
  const counts: Counts = {
    lines: 0,
    fetched: 0,
    revalidated: 0,
    other: 0,
    observed_elsewhere: 0,
    not_understood: 0,
    in_the_future: 0,
  };

  function note(line: AccessLine): void {
    const feed = index.find(line.host, line.path);
    const sent = line.status === 200 || line.status === 206;
    const reads = line.method === "GET" || line.method === "HEAD";
    const of = feeds[feed];
    if (of === undefined || !reads || (!sent && line.status !== 304)) {
      counts.other += 1;
      return;
    }
    if (of.observedElsewhere) {
      counts.observed_elsewhere += 1;
      return;
    }
    if (line.at < YEAR_2000) {
      counts.not_understood += 1;
      return;
    }
    if (line.at > now + AHEAD_MS) {
      counts.in_the_future += 1;
      return;
    }
    const revalidated = line.status === 304 || line.method === "HEAD";
    if (revalidated) counts.revalidated += 1;
    else counts.fetched += 1;
    const consumer = classify(line.userAgent);
    const asOf = line.cache === "hit" ? line.at - staleMs : line.at;
    const versions = stoodAt(of.versions, asOf);
    const hour = Math.floor(line.at / HOUR_MS);
    const kind = classNumber(consumer.classification) * 2 + (revalidated ? 1 : 0);
    // One exact number, for tens of thousands of feeds.
    const name =
      ((feed * KINDS + kind) * MOST_VERSIONS + versions) * MOST_HOURS +
      (hour - YEAR_2000 / HOUR_MS);
    if (!groups.has(name)) {
      const { status, cache, at } = line;
      groups.set(name, { feed, consumer, revalidated, status, cache, at, asOf, versions });
    }
    const { claimed_subscribers: claim } = consumer;
    if (claim !== null) keepClaim(feed, { ...claim, claimed_at: line.at });
  }

  function keepClaim(feed: number, claim: KeptClaim): void {
    const of = claims.get(feed) ?? new Map<string, KeptClaim>();
    claims.set(feed, of);
    const name = `${claim.service} ${claim.feed_id ?? ""}`;
    const before = of.get(name);
    if (before === undefined || before.claimed_at < claim.claimed_at) of.set(name, claim);
  }

  const wanted: Wanted = (_host, path) => index.mayBe(path);
  for (let from = 0; from < text.length;) {
    const newline = text.indexOf("\n", from);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(from, text.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 1 : end);
    from = end + 1;
    counts.lines += 1;
    const read = reader.read(line, wanted);
    if (read === null) {
      counts.not_understood += 1;
      if (notUnderstood.length < MOST_NAMED) notUnderstood.push(counts.lines);
    } else if (read === "none") counts.other += 1;
    else note(read);
  }
  return {
    groups: [...groups.values()],
    claims: new Map([...claims].map(([feed, of]) => [feed, [...of.values()]])),
    counts,
    notUnderstood,
  };
}
