// Parts of an access log, taken in order: the evidence of a part is durable before it counts as read.
import type { AdapterRuntime, Clock, DocWrite, Key, Store, TenantId } from "@underclaim/runtime";
import { FEED_FORMATS } from "../model/feed.ts";
import type { Addresses } from "../publication/addresses.ts";
import { feedOf } from "../publication/documents.ts";
import { createAgents } from "./agents.ts";
import { newerClaims } from "./claims.ts";
import { feedIndex, type FeedPlace } from "./feed-index.ts";
import { gathering, type Counts, type GatheredFeed } from "./gather.ts";
import { loggedFetch } from "./native.ts";
import type { LogFormat } from "./parse/line.ts";
import { nginxBytes } from "./parse/nginx-bytes.ts";
import { READERS } from "./parse/readers.ts";
import { versionsOf } from "./versions.ts";

/** How far a log has been read. */
interface LogPosition {
  readonly format: LogFormat;
  /** Bytes of the log, from its beginning. */
  readonly offset: number;
  readonly lines: number;
  /** What its reader must know to go on. */
  readonly state: string | null;
}

interface LogPart {
  /** Names the log, whatever its file is called by now. */
  readonly source: string;
  readonly format: LogFormat;
  /** Where in the log the part begins. */
  readonly offset: number;
  /** Whole lines in each. Not read where the part is not the next. */
  readonly lines: AsyncIterable<Buffer>;
  /** How old what a cache answers may be. Default: a day for CloudFront. */
  readonly staleMs: number | null;
}

type PartAnswer =
  | {
      readonly ok: true;
      readonly offset: number;
      readonly counts: Counts;
      /** Claims of audiences for which there was no room. */
      readonly claimsDropped: number;
      /** Numbers within the log, from 1. */
      readonly notUnderstood: readonly number[];
    }
  | { readonly ok: false; readonly why: "offset" | "format"; readonly position: LogPosition };

export interface LogIntake {
  position(tenant: TenantId, source: string): Promise<LogPosition | null>;
  take(tenant: TenantId, part: LogPart): Promise<PartAnswer>;
}

export interface LogIntakeOptions {
  readonly store: Pick<Store, "load" | "commit">;
  readonly clock: Pick<Clock, "now">;
  readonly addresses: Addresses;
  readonly observe: AdapterRuntime["observe"];
}

const FEEDS: Key = ["feed"];
const positionKey = (source: string): Key => ["access_log", source];
const DAY_MS = 86_400_000;
const PAGE = 500;
const AT_ONCE = 256;

export function createLogIntake(options: LogIntakeOptions): LogIntake {
  const { store, clock, addresses, observe } = options;
  const agents = createAgents();
  const taking = new Map<string, Promise<unknown>>();

  async function feedsOf(tenant: TenantId): Promise<FeedPlace[]> {
    const places: FeedPlace[] = [];
    let after: Key | undefined;
    for (;;) {
      const range = { prefix: FEEDS, limit: PAGE, ...(after === undefined ? {} : { after }) };
      const docs = (await store.load(tenant, [{ range }])).range(range);
      for (const doc of docs) {
        const record = feedOf(doc);
        const { feed_id: id } = record.feed;
        const paths = FEED_FORMATS.map((format) => addresses.viewPath(tenant, id, { format }));
        places.push({ record, paths });
      }
      if (docs.length < PAGE) return places;
      after = docs.at(-1)?.key;
    }
  }

  const positionOf: LogIntake["position"] = async (tenant, source) => {
    const key = positionKey(source);
    const doc = (await store.load(tenant, [{ doc: key }])).doc(key);
    return doc === null ? null : (JSON.parse(doc.text) as LogPosition);
  };

  async function takeNow(tenant: TenantId, part: LogPart): Promise<PartAnswer> {
    const { source, format, offset } = part;
    const start: LogPosition = { format, offset: 0, lines: 0, state: null };
    const position = (await positionOf(tenant, source)) ?? start;
    if (position.format !== format) return { ok: false, why: "format", position };
    if (position.offset !== offset) return { ok: false, why: "offset", position };

    const places = await feedsOf(tenant);
    const feeds: GatheredFeed[] = [];
    for (const { record } of places) {
      const observedElsewhere = record.observe_fetches;
      feeds.push({
        observedElsewhere,
        versions: observedElsewhere
          ? { targets: [], since: [] }
          : await versionsOf(store, tenant, record.feed.feed_id),
      });
    }
    const reader = READERS[format](position.state);
    const gathers = gathering({
      reader,
      plain: format === "nginx" ? nginxBytes() : null,
      index: feedIndex(places),
      feeds,
      agents,
      now: clock.now(),
      staleMs: part.staleMs ?? (format === "cloudfront" ? DAY_MS : 0),
    });
    let length = 0;
    for await (const lines of part.lines) {
      length += lines.length;
      gathers.take(lines);
    }
    const gathered = gathers.gathered();
    const observations = gathered.groups.map(({ feed, versions, ...group }) =>
      loggedFetch({
        ...group,
        feedId: places[feed]?.record.feed.feed_id ?? "",
        targets: feeds[feed]?.versions.targets.slice(0, versions) ?? [],
      }),
    );
    // Many at once, so that one group commit takes many; none depends on another.
    for (let from = 0; from < observations.length; from += AT_ONCE) {
      const some = observations.slice(from, from + AT_ONCE);
      await Promise.all(some.map((observation) => observe(tenant, [observation])));
    }
    const docs: DocWrite[] = [];
    let claimsDropped = 0;
    for (const [feed, claims] of gathered.claims) {
      const feedId = places[feed]?.record.feed.feed_id ?? "";
      const newer = await newerClaims(store, tenant, feedId, claims);
      docs.push(...newer.docs);
      claimsDropped += newer.dropped;
    }
    const next: LogPosition = {
      format,
      offset: offset + length,
      lines: position.lines + gathered.counts.lines,
      state: reader.state(),
    };
    // Last: a crash before it reads the part again, and every event of it is known then.
    docs.push({ put: positionKey(source), text: JSON.stringify(next) });
    await store.commit(tenant, { guards: [], docs });
    return {
      ok: true,
      offset: next.offset,
      counts: gathered.counts,
      claimsDropped,
      notUnderstood: gathered.notUnderstood.map((line) => line + position.lines),
    };
  }

  return {
    position: positionOf,
    // The parts of one log one after another.
    async take(tenant, part) {
      const name = JSON.stringify([tenant, part.source]);
      const before = taking.get(name) ?? Promise.resolve();
      const now = before.catch(() => undefined).then(() => takeNow(tenant, part));
      taking.set(name, now);
      return now.finally(() => {
        if (taking.get(name) === now) taking.delete(name);
      });
    },
  };
}
