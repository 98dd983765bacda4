// Conditional requests on a feed: RFC 9110 §13, RFC 9111.
import { negotiateEncoding } from "./negotiate.ts";
import type { ContentEncoding, RenderedFeed } from "./rendered.ts";

/** Header values as received; a header that came more than once is joined with ", ". */
export interface ConditionalRequest {
  readonly ifNoneMatch?: string | undefined;
  readonly ifModifiedSince?: string | undefined;
  readonly acceptEncoding?: string | undefined;
}

export interface FeedAnswer {
  readonly status: 200 | 304;
  readonly encoding: ContentEncoding;
  /** Whether the request asked conditionally, whatever the answer (§19 `conditional_request`). */
  readonly conditional: boolean;
  readonly headers: Readonly<Record<string, string>>;
  /** The same, names and values by turns. */
  readonly fields: readonly string[];
  /** Empty for 304. For HEAD send the headers alone. */
  readonly body: Uint8Array;
}

const NOTHING = new Uint8Array();
const MAX_HEADER = 8192;
const ETAG = /(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g;

/** RFC 9110 §13.1.2: a list, compared weakly, or `*`. */
const noneMatchHolds = (header: string, etag: string): boolean => {
  // What most readers send.
  if (header === etag) return false;
  const value = header.slice(0, MAX_HEADER).trim();
  if (value === "*") return false;
  return ![...value.matchAll(ETAG)].some(([, opaque]) => opaque === etag);
};

const HTTP_DATE =
  /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT)$/;

/** RFC 9110 §5.6.7: the third form is asctime's, without a zone and in UTC. */
const ASCTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

const parseHttpDate = (value: string): number => {
  if (HTTP_DATE.test(value)) return Date.parse(value);
  return ASCTIME.test(value) ? Date.parse(`${value} GMT`) : Number.NaN;
};

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

/** RFC 9110 §13.1.3. Readers invent values, so one that is not a date or lies ahead is ignored. */
const modifiedSince = (header: string, lastModified: number, now: number): boolean => {
  const since = parseHttpDate(header.trim());
  if (Number.isNaN(since) || since > now) return true;
  return seconds(lastModified) > seconds(since);
};

/**
 * The answer to a GET or HEAD of a feed. If-None-Match is compared with the encoding that would be
 * sent; If-Modified-Since counts only without it. `now` is milliseconds since the epoch.
 */
export const answerFeedRequest = (
  feed: RenderedFeed,
  request: ConditionalRequest,
  now: number,
  cacheControl = "no-cache",
  link = "",
): FeedAnswer => {
  const encoding = negotiateEncoding(request.acceptEncoding);
  const { body, etag } = feed.representations[encoding];
  // A date ahead of the clock must not be sent (§8.8.2.1): within the second of a change it could not tell
  // that from the next one (§8.8.2.2).
  const { lastModified } = feed;
  const datable = lastModified !== null && lastModified <= now;
  const { ifNoneMatch, ifModifiedSince } = request;
  const modified =
    ifNoneMatch !== undefined
      ? noneMatchHolds(ifNoneMatch, etag)
      : ifModifiedSince === undefined ||
        !datable ||
        modifiedSince(ifModifiedSince, lastModified, now);
  const conditional = ifNoneMatch !== undefined || ifModifiedSince !== undefined;
  const set = headersOf(feed, encoding, datable ? lastModified : null, cacheControl, link);
  const { headers, fields } = modified ? set.whole : set.unchanged;
  return modified
    ? { status: 200, encoding, conditional, headers, fields, body }
    : { status: 304, encoding, conditional, headers, fields, body: NOTHING };
};

type Headers = Pick<FeedAnswer, "headers" | "fields">;

interface HeaderSets {
  readonly encoding: ContentEncoding;
  readonly lastModified: number | null;
  readonly cacheControl: string;
  readonly link: string;
  readonly whole: Headers;
  readonly unchanged: Headers;
}

/** They are the same for every reader, and readers are many. Of one feed there are a few. */
const made = new WeakMap<RenderedFeed, HeaderSets[]>();

function headersOf(
  feed: RenderedFeed,
  encoding: ContentEncoding,
  lastModified: number | null,
  cacheControl: string,
  link: string,
): HeaderSets {
  const sets = made.get(feed) ?? [];
  for (const known of sets)
    if (
      known.encoding === encoding &&
      known.lastModified === lastModified &&
      known.cacheControl === cacheControl &&
      known.link === link
    )
      return known;
  const { body, etag } = feed.representations[encoding];
  const unchanged = {
    ...(link !== "" && { link }),
    etag,
    ...(lastModified !== null && { "last-modified": new Date(lastModified).toUTCString() }),
    "cache-control": cacheControl,
    vary: "Accept-Encoding",
  };
  const whole = {
    ...unchanged,
    "content-type": feed.contentType,
    "content-length": String(body.length),
    ...(encoding === "gzip" && { "content-encoding": "gzip" }),
  };
  const set: HeaderSets = {
    encoding,
    lastModified,
    cacheControl,
    link,
    whole: inBothForms(whole),
    unchanged: inBothForms(unchanged),
  };
  made.set(feed, [...sets, set]);
  return set;
}

const inBothForms = (headers: Readonly<Record<string, string>>): Headers => ({
  headers,
  fields: Object.entries(headers).flat(),
});
