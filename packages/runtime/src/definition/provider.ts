import type { ProviderRef } from "@underclaim/contract";
import type { JsonObject } from "../json.ts";
import type { Instant, OperationId, SubjectId, TenantId } from "../time-and-ids.ts";
import type { NativeDraft } from "./native.ts";
import type { WireRequest } from "./source.ts";

export interface Command {
  readonly tenant: TenantId;
  readonly operation: OperationId;
  readonly subject: SubjectId;
  readonly lane: string;
  readonly command: JsonObject;
  /** Raised by each claim: a provider that deduplicates may use operation id alone as its key. */
  readonly fence: number;
}

/** What a provider knows after it tried. When in doubt: unknown. */
export type Outcome<T extends string = string> =
  | {
      readonly kind: "accepted";
      readonly refs: readonly ProviderRef[];
      readonly natives: readonly NativeDraft<T>[];
    }
  | {
      readonly kind: "rejected";
      readonly refs?: readonly ProviderRef[];
      readonly natives: readonly NativeDraft<T>[];
    }
  /** Proven that nothing was sent: no byte written, or a documented throttle. It is tried again. */
  | {
      readonly kind: "not_sent";
      readonly retryAt: Instant;
      readonly reason: string;
      readonly natives?: readonly NativeDraft<T>[];
    }
  /** Never sent again by itself. */
  | {
      readonly kind: "unknown";
      readonly reason: string;
      readonly refs?: readonly ProviderRef[];
      readonly natives?: readonly NativeDraft<T>[];
    };

export interface ProviderHealth {
  readonly connectivity: "healthy" | "degraded" | "unavailable" | "unknown";
  readonly credentials: "valid" | "expired" | "missing" | "insufficient" | "unknown";
  readonly degradations: readonly string[];
}

/** Where a session hands in what it received. Resolves once it is durable: acknowledge the peer only then. */
export interface ProviderSink {
  receive(tenant: TenantId, source: string, wire: WireRequest): Promise<void>;
}

export interface Provider<T extends string = string> {
  readonly name: string;
  readonly environment: "production" | "sandbox";
  /** Whose it is; absent: every tenant's. Its health is told to no other tenant. */
  readonly tenant?: TenantId;
  /** Lanes this provider serves. */
  readonly lanes: readonly string[];
  start?(sink: ProviderSink): Promise<void>;
  stop?(): Promise<void>;
  /**
   * References by which the operation was bound at intake, and nothing else is, as far as the command tells them. What comes by
   * them while it is on its way is recognised without a look into the store. Default: none.
   */
  knownBy?(command: Command): readonly ProviderRef[];
  /** A rejection of the promise counts as `unknown`. `signal` aborts when the lease is about to end. */
  perform(command: Command, signal: AbortSignal): Promise<Outcome<T>>;
  /** Asks what became of an `unknown` operation; null = the provider cannot tell. */
  lookup?(command: Command, signal: AbortSignal): Promise<Outcome<T> | null>;
  /** The provider itself makes a repeat with the same operation id harmless for this long. */
  readonly deduplicates?: { readonly ttlMs: number };
  health(): ProviderHealth;
}
