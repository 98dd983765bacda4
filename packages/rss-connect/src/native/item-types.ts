// What is asked of an item itself, of what it carries, and of where it leads (RssAdapterSpecification §12.4).
import type { ConsumerClassification } from "./consumers/classification.ts";

/** What reads feeds by itself and asks for an item, asks ahead of any reader: "Feed reader prefetches links". */
type Asker = "unknown" | "machine" | "participant_system";

const ASKERS: Readonly<Record<ConsumerClassification, Asker>> = {
  known_participant_system: "participant_system",
  known_internal_system: "machine",
  feed_reader: "machine",
  aggregator: "machine",
  bot: "machine",
  crawler: "machine",
  search_engine: "machine",
  cache: "machine",
  websub_hub: "machine",
  unknown: "unknown",
};

export type ItemFetchType = `item.fetched.${Asker}`;
export type PayloadType = `payload.retrieved.${Asker}`;
export type LinkType =
  | "link.clicked"
  | "link.scanned"
  | "link.previewed"
  | "link.followed_by_system";
export type HealthType = "feed.unavailable" | "feed.degraded";
export type ItemType =
  | ItemFetchType
  | PayloadType
  | LinkType
  | HealthType
  /** The item or what it carries was asked for conditionally or without its content: a cache check. */
  | "item.revalidated";

export const itemFetchType = (of: ConsumerClassification): ItemFetchType =>
  `item.fetched.${ASKERS[of]}`;
export const payloadType = (of: ConsumerClassification): PayloadType =>
  `payload.retrieved.${ASKERS[of]}`;
