/** What is read of one line of an access log. Addresses, users, referrers and queries are not. */
export interface AccessLine {
  /** Milliseconds since the epoch, by the server's clock. */
  readonly at: number;
  readonly method: string;
  /** Without the query: it may hold a token. */
  readonly path: string;
  /** Lower case, without the port; null where the log does not say. */
  readonly host: string | null;
  readonly status: number;
  /** Empty where the client sent none. */
  readonly userAgent: string;
  /** Whether a cache answered. */
  readonly cache: "hit" | "miss" | "revalidated" | "unknown";
}

export const LOG_FORMATS = ["nginx", "caddy", "cloudfront"] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/** Whether a request for this path is of any use. */
export type Wanted = (host: string | null, path: string) => boolean;

/** Reads line by line; a format may learn from one line how to read the next. */
export interface LineReader {
  /** Null: not understood. "none": no request, or one that is not wanted; of that the rest is not looked at. */
  read(line: string, wanted?: Wanted): AccessLine | "none" | null;
  /** What a reader that goes on from here must know. */
  state(): string | null;
}

/** The path of a request target, percent-encoding as it came. */
export function pathOf(target: string): string {
  const query = target.indexOf("?");
  const whole = query < 0 ? target : target.slice(0, query);
  const fragment = whole.indexOf("#");
  const path = fragment < 0 ? whole : whole.slice(0, fragment);
  if (path.startsWith("/")) return path;
  // Absolute form (RFC 9112 §3.2.2).
  const slash = /^https?:\/\/[^/]*/i.exec(path)?.[0].length;
  return slash === undefined ? path : path.slice(slash) || "/";
}

export const hostName = (host: string | undefined): string | null =>
  host === undefined || host === "" || host === "-"
    ? null
    : host.toLowerCase().replace(/:\d+$/, "");
