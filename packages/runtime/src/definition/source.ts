import type { Secret } from "../log/secret.ts";
import type { Instant } from "../time-and-ids.ts";
import type { NativeDraft, RawInput } from "./native.ts";

/** A provider's event as it reached us. */
export interface WireRequest {
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Byte for byte: a signature covers bytes, and not every provider sends UTF-8. */
  readonly body: Uint8Array;
  /** The URL the provider believes it called: signatures cover it. */
  readonly url: string;
  readonly account: string | null;
  readonly receivedAt: Instant;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The body as text, or null where it is not UTF-8 throughout: for a parser of text, not understood. */
export function textOf({ body }: Pick<WireRequest, "body">): string | null {
  try {
    return utf8.decode(body);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/**
 * The body as raw data. Bytes that are no UTF-8 are kept as base64, and the content type says so as a `data:` URL does
 * (RFC 2397): `text/plain; charset=latin1;base64`.
 */
export function rawOf(wire: WireRequest, person: string | null = null): RawInput {
  const contentType = wire.headers["content-type"] ?? "application/octet-stream";
  const text = textOf(wire);
  return text === null
    ? {
        contentType: `${contentType};base64`,
        text: Buffer.from(wire.body).toString("base64"),
        person,
      }
    : { contentType, text, person };
}

export type Verification = { readonly ok: true } | { readonly ok: false; readonly reason: string };

export type Parsed<T extends string = string> =
  | { readonly ok: true; readonly natives: readonly NativeDraft<T>[] }
  /** Authentic but not understood: becomes a dead letter with this reason. */
  | { readonly ok: false; readonly reason: string };

export interface SourceDefinition<T extends string = string> {
  /** "http": posted to /adapter/events/provider/:source. "session": arrives over a session; 404 over HTTP. */
  readonly transport: "http" | "session";
  /** It comes by GET as well, with its facts in the query of `url`, and is answered 200. */
  readonly get?: boolean;
  /** What the provider is answered once everything is durable. Absent: 202 with counts as JSON. */
  readonly acknowledgement?: {
    readonly status: 200 | 202 | 204;
    readonly contentType?: string;
    readonly body?: string;
  };
  /**
   * Checks the provider's signature with every secret that is valid now (rotation: several).
   * Absent: unsigned; the caller needs a key with `events:write`.
   */
  readonly verify?: (wire: WireRequest, secrets: readonly Secret[]) => Verification;
  /**
   * Lower-case names of the headers that `parse` and `person` read, beside content-type. They see no others, because no
   * others are kept with what was not understood: never credentials, and signatures only while they are verified.
   */
  readonly headers?: readonly string[];
  /** Pure. A malformed body is `ok: false`, never a throw. */
  readonly parse: (wire: WireRequest) => Parsed<T>;
  /**
   * Person key of what is kept although `parse` did not understand it, so that an erasure reaches it. Absent or null:
   * nobody is known in it, and it goes when the retention of raw data ends.
   */
  readonly person?: (wire: WireRequest) => string | null;
}
