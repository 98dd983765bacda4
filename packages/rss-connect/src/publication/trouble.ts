// A feed that is not served as it should be (RssAdapterSpecification §23), as a native event of the feed itself.
import type { Instant, Observation } from "@underclaim/runtime";
import type { HealthType } from "../native/item-types.ts";
import { feedTarget } from "./feed-target.ts";

const HOUR_MS = 3_600_000;

/** Once an hour, however many readers meet it. */
function trouble(type: HealthType, feedId: string, at: Instant): Observation {
  const hour = new Date(Math.floor(at / HOUR_MS) * HOUR_MS).toISOString();
  return {
    native: {
      type,
      source: "feed_server",
      dedupeKey: JSON.stringify([feedId, type, hour]),
      evidenceKey: `${type}:${hour}`,
      occurredAt: at,
      nativeType: type,
      nativeStatus: null,
      refs: [],
      observation: { source_type: "feed_server", source_confidence: "high" },
      endpoint: { endpoint_id: feedId, endpoint_type: "rss_feed" },
      metadata: { feed_id: feedId, observed_per: "hour" },
    },
    targets: [feedTarget(feedId)],
  };
}

/** A reader was sent away: there is no valid document of the feed. */
export const unavailable = (feedId: string, at: Instant): Observation =>
  trouble("feed.unavailable", feedId, at);

/** Fetches were seen that could not be written when it was their turn. */
export const degraded = (feedId: string, at: Instant): Observation =>
  trouble("feed.degraded", feedId, at);
