import { describe, expect, test } from "vitest";
import {
  RSS_FAIL_SUBCLASSES,
  RSS_SUCCESS_SUBCLASSES,
  RSS_UNDEF_SUBCLASSES,
  RssEvidenceAssessment,
} from "../../src/model/assessment.ts";
import { FeedConsumer, FeedFetchEvent } from "../../src/model/feed-consumer.ts";
import { FeedItem, FeedItemState, FeedPublicationAttempt } from "../../src/model/feed-item.ts";
import { Feed } from "../../src/model/feed.ts";
import { RawFeedEventRef } from "../../src/model/raw-event-ref.ts";
import { WebSubNotification, WebSubTopic } from "../../src/model/websub.ts";
import { SyndicationFeed } from "../../src/model/syndication.ts";
import { awkwardFeed } from "./awkward.ts";

const at = "2026-01-01T12:00:00Z";
const tracking_context = { correlation_id: "corr_789", coordination_case_id: "case_123" };

test("§9.1 Feed: absent lists are empty, unknown fields are errors", () => {
  const feed = {
    feed_id: "f",
    feed_type: "rss2",
    feed_url: "https://example.com/feed.xml",
    title: "t",
    description: null,
    visibility: "public",
    created_at: at,
    updated_at: at,
  };
  expect(Feed.parse(feed).hub_links).toEqual([]);
  expect(Feed.safeParse({ ...feed, extra: 1 }).success).toBe(false);
  expect(Feed.safeParse({ ...feed, created_at: "2026-02-30T00:00:00Z" }).success).toBe(false);
});

test("§9.2 FeedItem and §9.3 FeedPublicationAttempt", () => {
  const item = {
    feed_item_id: "i",
    feed_id: "f",
    payload_ref: { ref_type: "coordination_payload", ref_id: "payload_777" },
    item_title: "t",
    guid_or_id: "g",
    published_at: at,
    visibility: "public",
    state: "published",
    tracking_context,
  };
  expect(FeedItem.parse(item).tracking_context.external_context).toEqual([]);
  expect(FeedItem.safeParse({ ...item, state: "read" }).success).toBe(false);
  expect(FeedItemState.options).toHaveLength(10);
  const attempt = {
    attempt_id: "a",
    feed_id: "f",
    action_type: "feed.publish_item",
    state: "completed",
    created_at: at,
  };
  expect(FeedPublicationAttempt.safeParse(attempt).success).toBe(true);
});

test("§9.4 FeedConsumer and §19 FeedFetchEvent", () => {
  expect(FeedConsumer.safeParse({ consumer_type: "unknown", confidence: "low" }).success).toBe(
    true,
  );
  const fetch = {
    fetch_event_id: "e",
    feed_id: "f",
    occurred_at: at,
    request_url: "/feed.xml",
    cache_status: "revalidated",
    consumer_classification: "feed_reader",
    confidence: "low",
  };
  expect(FeedFetchEvent.safeParse(fetch).success).toBe(true);
  expect(
    FeedFetchEvent.safeParse({ ...fetch, consumer_classification: "search_engine" }).success,
  ).toBe(false);
});

test("§18 SyndicationFeed takes what is rendered", () => {
  expect(SyndicationFeed.parse(awkwardFeed())).toEqual(awkwardFeed());
});

describe("§11 RssEvidenceAssessment", () => {
  const assessment = { feed_item_id: "i", confidence: "low" };

  test.each([
    ["success", RSS_SUCCESS_SUBCLASSES, 8],
    ["fail", RSS_FAIL_SUBCLASSES, 12],
    ["undef", RSS_UNDEF_SUBCLASSES, 13],
  ] as const)("%s has its own subclasses and takes no other's", (category, subclasses, count) => {
    expect(subclasses).toHaveLength(count);
    for (const subclass of [
      ...RSS_SUCCESS_SUBCLASSES,
      ...RSS_FAIL_SUBCLASSES,
      ...RSS_UNDEF_SUBCLASSES,
    ])
      expect(RssEvidenceAssessment.safeParse({ ...assessment, category, subclass }).success).toBe(
        subclass.startsWith(`${category}.`),
      );
  });
});

test("§21 WebSubTopic and WebSubNotification, §27 RawFeedEventRef, as the document lists their fields", () => {
  expect(WebSubTopic.parse({ topic_url: "https://e.com/f", feed_id: "f" }).hub_urls).toEqual([]);
  const told = {
    notification_id: "n",
    topic_url: "https://e.com/f",
    hub_url: "https://hub.example/",
    state: "sent",
    occurred_at: at,
  };
  expect(WebSubNotification.safeParse(told).success).toBe(true);
  expect(WebSubNotification.safeParse({ ...told, state: "read" }).success).toBe(false);
  const raw = { raw_event_id: "r", source: "hub", received_at: at, redacted: true };
  expect(RawFeedEventRef.safeParse(raw).success).toBe(true);
  expect(RawFeedEventRef.safeParse({ ...raw, source: "reader" }).success).toBe(false);
});
