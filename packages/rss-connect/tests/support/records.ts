import { DEFAULT_VISIBILITY_POLICIES } from "../../src/model/visibility.ts";
import {
  addressKey,
  feedKey,
  guidKey,
  itemKey,
  type ItemRecord,
} from "../../src/publication/documents.ts";
import type { FeedRecord } from "../../src/publication/feed-record.ts";
import { FEED_URL } from "./requests.ts";
import { FakeDocuments } from "./snapshot.ts";

export const feedRecord = (
  over: Partial<FeedRecord> = {},
  feed: Partial<FeedRecord["feed"]> = {},
): FeedRecord => ({
  site_url: "https://example.com/",
  policy: DEFAULT_VISIBILITY_POLICIES.public,
  max_items: 10,
  observe_fetches: true,
  stream: null,
  author: null,
  history: "none",
  page_size: 50,
  expire_after_seconds: null,
  keep_removed_seconds: 7_776_000,
  track_links: false,
  per_participant: false,
  feed: {
    feed_id: "example",
    feed_type: "rss2",
    feed_url: FEED_URL,
    title: "Example",
    visibility: "public",
    hub_links: [],
    created_at: "2025-01-01T00:00:00.000Z",
    updated_at: "2025-01-01T00:00:00.000Z",
    ...feed,
  },
  ...over,
});

export const itemRecord = (
  id: string,
  over: Partial<ItemRecord> = {},
  item: Partial<ItemRecord["item"]> = {},
): ItemRecord => ({
  revision: 1,
  operation: "rssop_first",
  action_surface: null,
  correlation: { correlation_id: "corr_1", coordination_case_id: "case_1", external_refs: [] },
  entry: {
    entry_id: id,
    stable_id: `guid-${id}`,
    title: "First title",
    summary: "<p>First</p>",
    canonical_url: "https://portal.example.com/first",
    published_at: "2026-01-01T10:00:00.000Z",
    authors: ["Ann"],
    categories: ["news"],
    enclosures: [],
  },
  item: {
    feed_item_id: id,
    feed_id: "example",
    coordination_case_id: "case_1",
    item_title: "First title",
    guid_or_id: `guid-${id}`,
    published_at: "2026-01-01T10:00:00.000Z",
    visibility: "public",
    state: "published",
    tracking_context: {
      correlation_id: "corr_1",
      coordination_case_id: "case_1",
      external_context: [],
    },
    ...item,
  },
  ...over,
});

/** A registered feed with these items in it. */
export function documentsWith(record: FeedRecord, ...items: readonly ItemRecord[]): FakeDocuments {
  const { feed_id: feedId, feed_url: url } = record.feed;
  const documents = new FakeDocuments()
    .put(feedKey(feedId), JSON.stringify(record))
    .put(addressKey(url), feedId);
  for (const each of items) {
    const { feed_item_id: id, guid_or_id: guid } = each.item;
    documents.put(itemKey(feedId, id), JSON.stringify(each), 3).put(guidKey(feedId, guid), id);
  }
  return documents;
}
