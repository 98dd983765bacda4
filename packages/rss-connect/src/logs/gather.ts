// The lines of a part of a log, counted and gathered.
import { isAscii } from "node:buffer";
import type { Instant } from "@underclaim/runtime";
import type { Agents } from "./agents.ts";
import type { KeptClaim } from "./claim-room.ts";
import { NO_FEED, type FeedIndex } from "./feed-index.ts";
import { createGroups, YEAR_2000, type Fetched, type Group } from "./groups.ts";
import type { AccessLine, LineReader, Wanted } from "./parse/line.ts";
import type { NginxBytes } from "./parse/nginx-bytes.ts";
import type { FeedVersions } from "./versions.ts";

/** Feeds that are observed otherwise are told apart from feeds that a log is the source for. */
export interface GatheredFeed {
  readonly versions: FeedVersions;
  readonly observedElsewhere: boolean;
}

interface Gathered {
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
  /** Requests for something else, and answers that sent nothing or a part (206), which shows no item. */
  other: number;
  /** Of feeds that this service observes itself. */
  observed_elsewhere: number;
  not_understood: number;
  /** Later than now: the server's clock is not to be trusted. */
  in_the_future: number;
}

export interface GatherOptions {
  readonly reader: LineReader;
  /** Reads most lines in place of the reader. Null: the format has none. */
  readonly plain: NginxBytes | null;
  readonly index: FeedIndex;
  readonly feeds: readonly GatheredFeed[];
  readonly agents: Agents;
  readonly now: Instant;
  /** How old what a cache answers may be, in ms. */
  readonly staleMs: number;
}

const AHEAD_MS = 300_000;
const MOST_NAMED = 10;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

export interface Gathering {
  /** Whole lines, each with its line feed. */
  take(bytes: Buffer): void;
  gathered(): Gathered;
}

export function gathering(options: GatherOptions): Gathering {
  const { reader, plain, index, feeds, agents, now, staleMs } = options;
  const groups = createGroups(
    feeds.map(({ versions }) => versions),
    staleMs,
  );
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

  /** Whether it is a fetch that a log is the source for. If not, it is counted as what it is. */
  function counted(feed: number, method: string | null, status: number, at: Instant): boolean {
    const sent = status === 200;
    const of = feeds[feed];
    if (of === undefined || (method !== "GET" && method !== "HEAD") || (!sent && status !== 304))
      counts.other += 1;
    else if (of.observedElsewhere) counts.observed_elsewhere += 1;
    else if (at < YEAR_2000) counts.not_understood += 1;
    else if (at > now + AHEAD_MS) counts.in_the_future += 1;
    else return true;
    return false;
  }

  function note(line: AccessLine, feed: number): void {
    const { method, status, at, cache } = line;
    if (!counted(feed, method, status, at)) return;
    const revalidated = status === 304 || method === "HEAD";
    counts[revalidated ? "revalidated" : "fetched"] += 1;
    const consumer = agents.ofText(line.userAgent);
    groups.add({ feed, consumer, revalidated, status, cache, at });
  }

  const wanted: Wanted = (_host, path) => index.mayBe(path);
  function read(line: string): void {
    const found = reader.read(line, wanted);
    if (found === null) {
      counts.not_understood += 1;
      if (notUnderstood.length < MOST_NAMED) notUnderstood.push(counts.lines);
    } else if (found === "none") counts.other += 1;
    else note(found, index.find(found.host, found.path));
  }

  function takeText(text: string): void {
    for (let from = 0; from < text.length;) {
      const newline = text.indexOf("\n", from);
      const end = newline < 0 ? text.length : newline;
      counts.lines += 1;
      read(text.slice(from, text.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 1 : end));
      from = end + 1;
    }
  }

  // One for all lines: what is kept of it is copied.
  const fetched: { -readonly [Name in keyof Fetched]: Fetched[Name] } = {
    feed: 0,
    at: 0,
    status: 0,
    revalidated: false,
    consumer: agents.ofText(""),
    cache: "unknown",
  };
  function takeBytes(bytes: Buffer, by: NginxBytes): void {
    by.begin(bytes);
    for (let from = 0; from < bytes.length;) {
      counts.lines += 1;
      const behind = by.request(from);
      let end = behind < 0 ? from : behind;
      while (bytes[end] !== NEWLINE) end += 1;
      const feed = behind < 0 ? ODD : index.findBytes(bytes, by.pathAt, by.pathEnd);
      if (feed === NO_FEED) counts.other += 1;
      else if (feed === ODD || !by.rest(end))
        read(textOf(bytes.subarray(from, bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end)));
      else if (counted(feed, by.method, by.status, by.at)) {
        fetched.feed = feed;
        fetched.at = by.at;
        fetched.status = by.status;
        fetched.revalidated = by.status === 304 || by.method === "HEAD";
        fetched.consumer = agents.ofBytes(bytes, by.agentAt, by.agentEnd);
        if (fetched.revalidated) counts.revalidated += 1;
        else counts.fetched += 1;
        groups.add(fetched);
      }
      from = end + 1;
    }
  }

  return {
    take(bytes) {
      if (bytes.length > 0 && bytes.at(-1) !== NEWLINE) throw new Error("Half a line.");
      if (plain === null) takeText(textOf(bytes));
      else takeBytes(bytes, plain);
    },
    gathered: () => ({ groups: groups.groups(), claims: groups.claims(), counts, notUnderstood }),
  };
}

/** What the line is about is for the reader to say. */
const ODD = -3;

/** One byte a character where that is the same: such text is searched faster. */
const textOf = (bytes: Buffer): string => bytes.toString(isAscii(bytes) ? "latin1" : "utf8");
