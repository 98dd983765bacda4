import type {
  AdapterRuntime,
  Clock,
  Ids,
  Instant,
  Log,
  Store,
  Target,
  TenantId,
} from "@underclaim/runtime";
import type { AddressRules } from "../model/address-rules.ts";
import type { SignatureMethod } from "../model/signature.ts";
import type { Outbound } from "../outbound/outbound.ts";
import type { RegisteredSubscriber } from "./natives.ts";

/** A topic as it stands: what its subscribers are sent. */
export interface TopicContent {
  readonly etag: string;
  readonly body: Uint8Array;
  readonly contentType: string;
  /** The topic's rel=self URL. */
  readonly self: string;
  /** What a delivery is evidence about: every item in it. */
  readonly targets: readonly Target[];
  /** When the feed was as this shows it. */
  readonly asOf: Instant;
  /** Only for registered subscribers. */
  readonly restricted: boolean;
}

export interface HubSettings {
  readonly leaseMs: { readonly least: number; readonly default: number; readonly most: number };
  readonly method: SignatureMethod;
  readonly rules: AddressRules;
  readonly subscriptionsPerFeed: number;
  /** Requests that may wait for their verification, over all feeds. */
  readonly intents: number;
  /** Verifications of one host in a minute. */
  readonly verificationsPerMinute: number;
  readonly atOnce: number;
  readonly perHost: number;
  /** After a change, so that a burst of them is one distribution. */
  readonly settleMs: number;
  /** Attempts to tell a hub elsewhere. */
  readonly pushAttempts: number;
  /** Whether hubs elsewhere are told of each change, or only when an action asks for it. */
  readonly pushOnChange: boolean;
}

export interface HubOptions {
  readonly store: Pick<Store, "load" | "commit">;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  readonly send: Outbound;
  readonly observe: AdapterRuntime["observe"];
  readonly settings: HubSettings;
  readonly tenants: readonly TenantId[];
  readonly content: (tenant: TenantId, feedId: string) => Promise<TopicContent | null>;
  /** The hub's own public address; null: there is no embedded hub. */
  readonly hubUrl: (tenant: TenantId) => string | null;
  readonly registered: (
    tenant: TenantId,
    callback: string,
    feedId: string,
  ) => RegisteredSubscriber | null;
}
