// What the hub holds in memory of a topic. The documents are what counts; this is read from them at the start.
import type { Target, TenantId } from "@underclaim/runtime";
import type { Distributed, Intent, Subscription } from "./documents.ts";
import type { TopicContent } from "./options.ts";

export interface TopicState {
  readonly tenant: TenantId;
  readonly feedId: string;
  readonly subscriptions: Map<string, Subscription>;
  readonly intents: Map<string, Intent>;
  content: TopicContent | null;
  distributed: Distributed | null;
  /** The edition before this one, where it was seen in this process, and what this one has beyond it. */
  previous: { readonly etag: string; readonly fresh: readonly Target[] } | null;
  /** Evidence of this edition that is written, or being written. */
  told: Map<string, Promise<void>>;
  /** Deliveries that wait for a place or are under way. */
  readonly leaving: Set<string>;
  /** Hubs elsewhere are told of it. */
  hubs: boolean;
  /** Raised by each change; looked at again while it is ahead. */
  changes: number;
  looking: Promise<void> | null;
}

/**
 * Somebody is to hear of its changes. What asked for it once and is no subscription is not remembered over a restart, so
 * it must make no difference before.
 */
export const isWatched = ({ subscriptions, intents, hubs }: TopicState): boolean =>
  hubs || subscriptions.size > 0 || intents.size > 0;

export interface Topics {
  get(tenant: TenantId, feedId: string): TopicState | undefined;
  /** The state, made where there is none. */
  of(tenant: TenantId, feedId: string): TopicState;
  all(): Iterable<TopicState>;
}

export function createTopics(): Topics {
  const topics = new Map<string, TopicState>();
  const name = (tenant: TenantId, feedId: string): string => JSON.stringify([tenant, feedId]);
  return {
    get: (tenant, feedId) => topics.get(name(tenant, feedId)),
    all: () => topics.values(),
    of(tenant, feedId) {
      const known = topics.get(name(tenant, feedId));
      if (known !== undefined) return known;
      const made: TopicState = {
        tenant,
        feedId,
        subscriptions: new Map(),
        intents: new Map(),
        content: null,
        distributed: null,
        previous: null,
        told: new Map(),
        leaving: new Set(),
        hubs: false,
        changes: 0,
        looking: null,
      };
      topics.set(name(tenant, feedId), made);
      return made;
    },
  };
}
