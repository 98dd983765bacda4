// RssAdapterSpecification §21.
import { z } from "zod";

export const WebSubTopic = z
  .strictObject({
    topic_url: z.string().min(1),
    feed_id: z.string().min(1),
    hub_urls: z.array(z.string()).default([]),
    lease_seconds: z.int().positive().nullish(),
  })
  .meta({ id: "WebSubTopic", description: "A feed that hubs are told of (§21)." });
export type WebSubTopic = z.infer<typeof WebSubTopic>;

export const WebSubNotification = z
  .strictObject({
    notification_id: z.string().min(1),
    topic_url: z.string().min(1),
    hub_url: z.string().min(1),
    feed_item_id: z.string().nullish(),
    state: z.enum(["created", "sent", "accepted", "rejected", "failed", "unknown"]),
    occurred_at: z.iso.datetime({ offset: true }),
    raw_response_ref: z.string().nullish(),
  })
  .meta({ id: "WebSubNotification", description: "A hub was told, or was to be (§21)." });
export type WebSubNotification = z.infer<typeof WebSubNotification>;
