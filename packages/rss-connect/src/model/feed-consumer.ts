// RssAdapterSpecification §9.4 and §19.
import { ConfidenceLevel, EndpointRef } from "@underclaim/contract";
import { z } from "zod";

/** §9.4. `human_reader` is on the list and is never concluded from a fetch. */
export const FeedConsumerType = z.enum([
  "human_reader",
  "feed_reader",
  "aggregator",
  "search_engine",
  "bot",
  "system",
  "unknown",
]);
export type FeedConsumerType = z.infer<typeof FeedConsumerType>;

/** §9.4 FeedConsumer. */
export const FeedConsumer = z.strictObject({
  consumer_id: z.string().nullish(),
  consumer_type: FeedConsumerType,
  endpoint_ref: EndpointRef.nullish(),
  user_agent: z.string().nullish(),
  ip_address: z.string().nullish(),
  known_participant_id: z.string().nullish(),
  confidence: ConfidenceLevel,
  metadata: z.record(z.string(), z.unknown()).nullish(),
});
export type FeedConsumer = z.infer<typeof FeedConsumer>;

/** §19's shorter list. */
export const FetchConsumerClassification = z.enum([
  "human_reader",
  "feed_reader",
  "aggregator",
  "bot",
  "system",
  "unknown",
]);
export type FetchConsumerClassification = z.infer<typeof FetchConsumerClassification>;

/** §19 FeedFetchEvent. */
export const FeedFetchEvent = z.strictObject({
  fetch_event_id: z.string().min(1),
  feed_id: z.string().min(1),
  feed_item_id: z.string().nullish(),
  occurred_at: z.iso.datetime({ offset: true }),
  request_url: z.string(),
  ip_address: z.string().nullish(),
  user_agent: z.string().nullish(),
  http_method: z.string().nullish(),
  status_code: z.int().nullish(),
  cache_status: z.enum(["hit", "miss", "revalidated", "unknown"]),
  conditional_request: z.boolean().nullish(),
  consumer_classification: FetchConsumerClassification,
  participant_id: z.string().nullish(),
  confidence: ConfidenceLevel,
});
export type FeedFetchEvent = z.infer<typeof FeedFetchEvent>;
