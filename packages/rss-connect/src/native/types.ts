// The fine native types of rss-connect (RssAdapterSpecification §8, §20): what happened, before what it means.
import type { RssFailSubclass } from "../model/assessment.ts";
import type { TargetType } from "../targets/types.ts";
import type { HubType } from "../websub/types.ts";
import type { ConsumerClassification } from "./consumers/classification.ts";
import type { ItemType } from "./item-types.ts";

export const REFUSAL_TYPES = {
  "fail.feed_invalid": "item.refused.feed_invalid",
  "fail.item_render_failed": "item.refused.render_failed",
  "fail.publish_failed": "item.refused.no_surface",
  "fail.update_failed": "item.refused.update",
  "fail.remove_failed": "item.refused.remove",
  "fail.feed_unavailable": "item.refused.no_surface",
  "fail.hub_notification_failed": "item.refused.hub",
  "fail.hub_rejected": "item.refused.hub",
  "fail.invalid_guid_or_id": "item.refused.guid",
  "fail.invalid_url": "item.refused.url",
  "fail.payload_reference_invalid": "item.refused.payload_reference",
  "fail.visibility_policy_violation": "item.refused.visibility",
} as const satisfies Record<RssFailSubclass, string>;

export const FETCH_TYPES = {
  known_participant_system: "feed.fetched.participant_system",
  known_internal_system: "feed.fetched.internal_system",
  feed_reader: "feed.fetched.feed_reader",
  aggregator: "feed.fetched.aggregator",
  bot: "feed.fetched.bot",
  crawler: "feed.fetched.crawler",
  search_engine: "feed.fetched.search_engine",
  cache: "feed.fetched.cache",
  websub_hub: "feed.fetched.websub_hub",
  unknown: "feed.fetched.unknown",
} as const satisfies Record<ConsumerClassification, string>;

export type RefusalType =
  | (typeof REFUSAL_TYPES)[RssFailSubclass]
  /** The item itself would have carried the payload that is not there. */
  | "item.refused.payload_enclosure"
  /** The action cannot be performed at all, whatever the item says. */
  | "item.refused.unsupported";
export type FetchType = (typeof FETCH_TYPES)[ConsumerClassification];

export type RssNativeType =
  | "item.published"
  | "item.updated"
  | "item.reordered"
  | "item.removed"
  /** An update older than what stands: kept, and nothing is overwritten. */
  | "item.update_outdated"
  /** Its time in the feed is over, because it was due or because an action said so. */
  | "item.expired"
  /** It will expire at another time. */
  | "item.expiry_set"
  /** The oldest items went into an archive document (RFC 5005 §4). */
  | "feed.archived"
  /** A feed was registered by an action, and its document is valid. */
  | "feed.published"
  | "tracking.registered"
  | "feed.valid"
  | "feed.invalid"
  /** A conditional request that was answered 304, or a HEAD: a cache check. */
  | "feed.revalidated"
  | FetchType
  | ItemType
  | HubType
  | TargetType
  | RefusalType;
