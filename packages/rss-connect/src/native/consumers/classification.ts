// RssAdapterSpecification §20, and its total maps to §9.4 and §19.
import type { ConfidenceLevel } from "@underclaim/contract";
import { z } from "zod";
import type { FeedConsumerType, FetchConsumerClassification } from "../../model/feed-consumer.ts";

/** §20. There is no human among them: a fetch never shows one. */
export const ConsumerClassification = z.enum([
  "known_participant_system",
  "known_internal_system",
  "feed_reader",
  "aggregator",
  "bot",
  "crawler",
  "search_engine",
  "cache",
  "websub_hub",
  "unknown",
]);
export type ConsumerClassification = z.infer<typeof ConsumerClassification>;

/** "N subscribers" in a user agent: the sender's own claim. Take the latest per service and feed. */
export interface SubscriberClaim {
  readonly service: string;
  readonly feed_id: string | null;
  readonly count: number;
}

export interface ClassifiedConsumer {
  readonly classification: ConsumerClassification;
  /** How sure the classification is; it says nothing about any person. */
  readonly confidence: ConfidenceLevel;
  /** What it rests on, strongest first; holds no header value. */
  readonly basis: readonly string[];
  /** The product's name where a table knows it. */
  readonly product: string | null;
  readonly claimed_subscribers: SubscriberClaim | null;
}

export const CONSUMER_TYPE: Readonly<Record<ConsumerClassification, FeedConsumerType>> = {
  known_participant_system: "system",
  known_internal_system: "system",
  feed_reader: "feed_reader",
  aggregator: "aggregator",
  bot: "bot",
  crawler: "bot",
  search_engine: "search_engine",
  cache: "system",
  websub_hub: "system",
  unknown: "unknown",
};

export const FETCH_CLASSIFICATION: Readonly<
  Record<ConsumerClassification, FetchConsumerClassification>
> = {
  known_participant_system: "system",
  known_internal_system: "system",
  feed_reader: "feed_reader",
  aggregator: "aggregator",
  bot: "bot",
  crawler: "bot",
  search_engine: "bot",
  cache: "system",
  websub_hub: "system",
  unknown: "unknown",
};
