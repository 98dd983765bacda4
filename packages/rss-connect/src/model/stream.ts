// RssAdapterSpecification §31: feeds for different purposes are kept apart.
import { z } from "zod";
import type { FeedVisibility } from "./feed.ts";

export const FeedStream = z.enum([
  "public_news",
  "status_updates",
  "system_alerts",
  "coordination_notifications",
  "legal_or_high_assurance_public_notices",
  "internal_machine_feed",
]);
export type FeedStream = z.infer<typeof FeedStream>;

/** Who may read a stream's feed where its registration does not say. */
export const STREAM_VISIBILITY: Readonly<Record<FeedStream, FeedVisibility>> = {
  public_news: "public",
  status_updates: "public",
  system_alerts: "internal",
  coordination_notifications: "restricted",
  legal_or_high_assurance_public_notices: "public",
  internal_machine_feed: "internal",
};
