import type { Secret } from "../log/secret.ts";
import type { Instant } from "../time-and-ids.ts";
import type { NativeDraft } from "./native.ts";

/** A provider's event as it reached us. */
export interface WireRequest {
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The URL the provider believes it called: signatures cover it. */
  readonly url: string;
  readonly account: string | null;
  readonly receivedAt: Instant;
}

export type Verification = { readonly ok: true } | { readonly ok: false; readonly reason: string };

export type Parsed<T extends string = string> =
  | { readonly ok: true; readonly natives: readonly NativeDraft<T>[] }
  /** Authentic but not understood: becomes a dead letter with this reason. */
  | { readonly ok: false; readonly reason: string };

export interface SourceDefinition<T extends string = string> {
  /** "http": posted to /adapter/events/provider/:source. "session": arrives over a session; 404 over HTTP. */
  readonly transport: "http" | "session";
  /**
   * Checks the provider's signature with every secret that is valid now (rotation: several).
   * Absent: unsigned; the caller needs a key with `events:write`.
   */
  readonly verify?: (wire: WireRequest, secrets: readonly Secret[]) => Verification;
  /** Pure. A malformed body is `ok: false`, never a throw. */
  readonly parse: (wire: WireRequest) => Parsed<T>;
}
