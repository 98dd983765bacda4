import type { z } from "zod";
import type { FeedRegistration } from "@underclaim/rss-connect";

/**
 * The feed of the specification's own example (RssAdapterSpecification §17.1). It stands in the data of earlier versions,
 * and a registered feed is not changed: another setting needs another feed_id and feed_url.
 */
export const EXAMPLE_FEED: z.input<typeof FeedRegistration> = {
  feed_id: "example",
  feed_url: "https://example.com/feed.xml",
  title: "Underclaim example feed",
  description: "What the specification's example action publishes.",
  language: "en",
  visibility: "public",
};
