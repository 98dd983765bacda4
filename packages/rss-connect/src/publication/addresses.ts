// Where this service serves what, as paths and, where its public address is configured, as URLs.
import { FORMATS } from "../model/formats.ts";
import type { FeedFormat } from "../model/feed.ts";
import type { FeedRecord } from "./feed-record.ts";

/** Which document of a feed is meant: at most one of the three narrows it. */
export interface View {
  readonly format: FeedFormat;
  readonly category?: string;
  /** RFC 5005 §3, from 2: the first page is the feed itself. */
  readonly page?: number;
  /** RFC 5005 §4, from 1, the oldest. */
  readonly archive?: number;
  /** Only what is for this participant or for nobody in particular; null: only the latter. */
  readonly participant?: string | null;
}

export interface Addresses {
  /** The path of a tenant's feed; that of the service's first tenant names no tenant. */
  feedPath(tenant: string, feedId: string): string;
  viewPath(tenant: string, feedId: string, view: View): string;
  /** Absolute, or null where the service does not know its public address. */
  url(path: string): string | null;
}

export const formatOf = ({ feed }: Pick<FeedRecord, "feed">): FeedFormat =>
  feed.feed_type === "other" ? "rss2" : feed.feed_type;

export function addresses(home: string, publicUrl: string | null): Addresses {
  const base = publicUrl?.replace(/\/+$/, "") ?? null;
  const feedPath = (tenant: string, feedId: string): string =>
    `${tenant === home ? "" : `/t/${encodeURIComponent(tenant)}`}/feeds/${encodeURIComponent(feedId)}`;
  return {
    feedPath,
    viewPath(tenant, feedId, { format, category, page, archive }) {
      const narrowed =
        category !== undefined
          ? `/categories/${encodeURIComponent(category)}`
          : page !== undefined
            ? `/pages/${page}`
            : archive !== undefined
              ? `/archives/${archive}`
              : "";
      return `${feedPath(tenant, feedId)}${narrowed}/${FORMATS[format].file}`;
    },
    url: (path) => (base === null ? null : base + path),
  };
}

/** A service that does not know its own address. */
export const NOWHERE: Addresses = addresses("default", null);
