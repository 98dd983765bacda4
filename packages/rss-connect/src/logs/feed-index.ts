// Which feed a path of the log is: by its public address, or by where this service serves it.
import type { FeedRecord } from "../publication/feed-record.ts";
import { byteIndex, type ByteLookup } from "./byte-tables.ts";

export interface FeedPlace {
  readonly record: FeedRecord;
  /** Paths under which it is served: in its formats, pages and so on. */
  readonly paths: readonly string[];
}

export interface FeedIndex {
  /** The feed's place in the list that the index was made of, or -1. */
  find(host: string | null, path: string): number;
  /** Whether it may be a feed's path, whatever the host. */
  mayBe(path: string): boolean;
  /** The same by a path's bytes, where the log tells no host: the feed's place, -1 for several, or `NO_FEED`. */
  readonly findBytes: ByteLookup<number>;
}

export const NO_FEED = -2;

/**
 * A public path names a feed together with its host: other sites have a /feed.xml, too. Where the log tells no host, it does
 * alone, unless several feeds have it. Logs of a reverse proxy hold public paths, its upstream's hold this service's own, under
 * whatever host.
 */
export function feedIndex(feeds: readonly FeedPlace[]): FeedIndex {
  const byPath = new Map<string, number>();
  const byHost = new Map<string, number>();
  const byOwnPath = new Map<string, number>();
  const put = (map: Map<string, number>, key: string, feed: number): void => {
    const known = map.get(key);
    // Two feeds claim it: it names neither.
    map.set(key, known === undefined || known === feed ? feed : -1);
  };
  for (const [index, { record, paths }] of feeds.entries()) {
    const { hostname, pathname } = new URL(record.feed.feed_url);
    put(byHost, `${hostname} ${pathname}`, index);
    for (const path of new Set([pathname, ...paths])) put(byPath, path, index);
    for (const path of paths) put(byOwnPath, path, index);
  }
  const findBytes = byteIndex(byPath);
  // Of most paths their length tells that they are none.
  const longest = Math.max(0, ...[...byPath.keys()].map(({ length }) => length));
  const lengths = new Uint8Array(longest + 1);
  for (const { length } of byPath.keys()) lengths[length] = 1;
  return {
    findBytes: (bytes, from, end) => findBytes(bytes, from, end) ?? NO_FEED,
    mayBe: (path) => lengths[path.length] === 1 && byPath.has(path),
    find(host, path) {
      const feed = byPath.get(path);
      if (feed === undefined) return -1;
      if (host === null) return feed;
      return byHost.get(`${host} ${path}`) ?? byOwnPath.get(path) ?? -1;
    },
  };
}
