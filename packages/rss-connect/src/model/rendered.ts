// A feed ready to be served: bytes, both encodings, validators.
import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";

export type ContentEncoding = "identity" | "gzip";

interface Representation {
  readonly body: Uint8Array;
  /** Strong, quoted; each encoding has its own (RFC 9110 §8.8.3.3). */
  readonly etag: string;
}

export interface RenderedFeed {
  readonly contentType: string;
  /** When these bytes became what is served, in milliseconds since the epoch; null: nobody knows, and none is sent. */
  readonly lastModified: number | null;
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

export const prepareFeed = (
  bytes: Uint8Array,
  lastModified: number | null,
  contentType = "application/rss+xml; charset=utf-8",
): RenderedFeed => {
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

/** What `prepareFeed` once made, from its gzip encoding: the same bytes and validators, whatever packs new ones today. */
export const packedFeed = (
  packed: Uint8Array,
  lastModified: number | null,
  contentType: string,
): RenderedFeed => {
  const body = new Uint8Array(gunzipSync(packed));
  const gzipped = new Uint8Array(packed);
  return {
    contentType,
    lastModified,
    representations: {
      identity: { body: sendable(body), etag: etagOf(body) },
      gzip: { body: sendable(gzipped), etag: etagOf(gzipped) },
    },
  };
};
