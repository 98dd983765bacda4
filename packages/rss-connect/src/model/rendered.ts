// A feed ready to be served: bytes, both encodings, validators.
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

export type ContentEncoding = "identity" | "gzip";

interface Representation {
  readonly body: Uint8Array;
  /** Strong, quoted; each encoding has its own (RFC 9110 §8.8.3.3). */
  readonly etag: string;
}

export interface RenderedFeed {
  readonly contentType: string;
  /** Milliseconds since the epoch, from the model. */
  readonly lastModified: number;
  readonly representations: Readonly<Record<ContentEncoding, Representation>>;
}

const etagOf = (body: Uint8Array): string =>
  `"${createHash("sha256").update(body).digest("base64url").slice(0, 32)}"`;

const GZIP_MTIME = 4;
const GZIP_OS = 9;
const OS_UNKNOWN = 255;

/** The same bytes on every platform and at every time (RFC 1952 §2.3: MTIME 0, OS 255). */
const gzip = (body: Uint8Array): Uint8Array => {
  const packed = new Uint8Array(gzipSync(body, { level: 6 }));
  packed.fill(0, GZIP_MTIME, GZIP_MTIME + 4);
  packed[GZIP_OS] = OS_UNKNOWN;
  return packed;
};

/** The same bytes as the framework sends them, without a wrapper for each answer. */
const sendable = (body: Uint8Array): Uint8Array =>
  Buffer.from(body.buffer, body.byteOffset, body.byteLength);

/** `updatedAt`: the feed's `updated_at`, RFC 3339. */
export const prepareFeed = (
  bytes: Uint8Array,
  updatedAt: string,
  contentType = "application/rss+xml; charset=utf-8",
): RenderedFeed => {
  const lastModified = Date.parse(updatedAt.toUpperCase());
  if (Number.isNaN(lastModified)) throw new RangeError(`"${updatedAt}" is not a date-time.`);
  const packed = gzip(bytes);
  return {
    contentType,
    lastModified,
    representations: {
      identity: { body: sendable(bytes), etag: etagOf(bytes) },
      gzip: { body: sendable(packed), etag: etagOf(packed) },
    },
  };
};
