// Fetches that a web server has logged, as the observer of this service's own says them: one an hour for each kind of client.
import { contentHash, type Instant, type Observation, type Target } from "@underclaim/runtime";
import type { ClassifiedConsumer } from "../native/consumers/classification.ts";
import { FETCH_TYPES, type RssNativeType } from "../native/types.ts";
import { feedTarget } from "../publication/feed-target.ts";
import type { AccessLine } from "./parse/line.ts";

export const HOUR_MS = 3_600_000;

export interface LoggedFetch {
  readonly feedId: string;
  readonly consumer: ClassifiedConsumer;
  readonly revalidated: boolean;
  readonly status: number;
  readonly cache: AccessLine["cache"];
  /** Of the first line of this hour and kind. */
  readonly at: Instant;
  /** What was fetched was at least as new as this. */
  readonly asOf: Instant;
  readonly targets: readonly Target[];
}

/**
 * The evidence key is that of a fetch which this service answered itself: one request that came both ways is one piece of
 * evidence.
 */
export function loggedFetch(fetch: LoggedFetch): Observation {
  const { feedId, consumer, revalidated, at, targets } = fetch;
  const { classification } = consumer;
  const hour = new Date(Math.floor(at / HOUR_MS) * HOUR_MS).toISOString();
  const what = revalidated ? "revalidated" : "fetched";
  const type: RssNativeType = revalidated ? "feed.revalidated" : FETCH_TYPES[classification];
  const about = targets.length > 0 ? targets : [feedTarget(feedId)];
  const versions = about.map(({ subject, evidenceKey }) => [subject, evidenceKey ?? null]);
  return {
    native: {
      type,
      source: "access_log",
      dedupeKey: JSON.stringify([
        feedId,
        what,
        classification,
        hour,
        contentHash(JSON.stringify(versions)),
      ]),
      evidenceKey: `${what}:${classification}:${hour}`,
      occurredAt: at,
      nativeType: revalidated ? "cache_validation" : "feed_fetch",
      nativeStatus: String(fetch.status),
      refs: [],
      observation: {
        source_type: "feed_server",
        source_confidence: "medium",
        transport_ref: "access_log",
        notes: [...consumer.basis, "read from an access log"],
      },
      endpoint: { endpoint_id: feedId, endpoint_type: "rss_feed" },
      actor: {
        actor_ref: null,
        actor_type: classification === "unknown" ? "unknown" : "system",
        identity_strength: "none",
        authority_strength: "none",
        authenticated: false,
      },
      data: { classification, revalidated, client: null, as_of: fetch.asOf },
      metadata: {
        consumer_classification: classification,
        classification_confidence: consumer.confidence,
        // nginx tells of a conditional request only by its answer.
        conditional_request: fetch.status === 304,
        cache_status: revalidated ? "revalidated" : fetch.cache,
        product: consumer.product,
        known_participant_id: null,
        claimed_subscribers:
          consumer.claimed_subscribers === null ? null : { ...consumer.claimed_subscribers },
        observed_per: "hour",
      },
    },
    targets: about,
  };
}
