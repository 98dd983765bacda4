// RssAdapterSpecification §9.2, §9.3 and §10.
import { ResourceRef, TrackingContext } from "@underclaim/contract";
import { z } from "zod";
import { FeedVisibility } from "./feed.ts";

/** §10: feed-native states. They are not coordination result states. */
export const FeedItemState = z.enum([
  "draft",
  "rendered",
  "render_failed",
  "published",
  "updated",
  "removed",
  "expired",
  "archived",
  "unavailable",
  "unknown",
]);
export type FeedItemState = z.infer<typeof FeedItemState>;

/** §9.2 FeedItem: the published unit. */
export const FeedItem = z.strictObject({
  feed_item_id: z.string().min(1),
  feed_id: z.string().min(1),
  coordination_case_id: z.string().nullish(),
  participant_id: z.string().nullish(),
  payload_ref: ResourceRef.nullish(),
  action_surface_ref: ResourceRef.nullish(),
  item_title: z.string(),
  item_summary: z.string().nullish(),
  item_content_ref: z.string().nullish(),
  canonical_url: z.string().nullish(),
  feed_item_url: z.string().nullish(),
  guid_or_id: z.string().min(1),
  published_at: z.iso.datetime({ offset: true }),
  updated_at: z.iso.datetime({ offset: true }).nullish(),
  expires_at: z.iso.datetime({ offset: true }).nullish(),
  visibility: FeedVisibility,
  state: FeedItemState,
  tracking_context: TrackingContext,
});
export type FeedItem = z.infer<typeof FeedItem>;

const FeedPublicationAction = z.enum([
  "feed.publish_item",
  "feed.update_item",
  "feed.remove_item",
  "feed.publish_feed",
  "feed.notify_hub",
]);

/** §9.3 names FeedPublicationState without listing it; these follow §8's phases of one attempt. */
const FeedPublicationState = z.enum([
  "created",
  "rendered",
  "render_failed",
  "validation_failed",
  "completed",
  "failed",
  "unknown",
]);

/** §9.3 FeedPublicationAttempt. */
export const FeedPublicationAttempt = z.strictObject({
  attempt_id: z.string().min(1),
  feed_id: z.string().min(1),
  feed_item_id: z.string().nullish(),
  action_type: FeedPublicationAction,
  state: FeedPublicationState,
  adapter_operation_id: z.string().nullish(),
  provider_operation_id: z.string().nullish(),
  created_at: z.iso.datetime({ offset: true }),
  completed_at: z.iso.datetime({ offset: true }).nullish(),
});
export type FeedPublicationAttempt = z.infer<typeof FeedPublicationAttempt>;
