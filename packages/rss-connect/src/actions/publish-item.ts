// feed.publish_item (RssAdapterSpecification §17.1).
import type { AdapterActionCapability, AdapterActionRequest } from "@underclaim/contract";
import {
  correlationOf,
  type ActionDefinition,
  type DocWrite,
  type PlanContext,
  timestamp,
} from "@underclaim/runtime";
import { derivedGuid } from "../model/guid.ts";
import type { SyndicationEntry } from "../model/syndication.ts";
import type { RssNativeType } from "../native/types.ts";
import {
  archiveDueKey,
  archivedGuidKey,
  guidKey,
  guidsOf,
  type ItemRecord,
} from "../publication/documents.ts";
import type { FeedRecord } from "../publication/feed-record.ts";
import { type Addresses, NOWHERE } from "../publication/addresses.ts";
import { versionFacts } from "../publication/entry-hash.ts";
import { withOwnDocuments } from "../publication/own-documents.ts";
import { admit, contentOrPayload, endpointOf, expiryOf, itemDoc, lossesOf } from "./item-input.ts";
import { PublishParameters } from "./parameters.ts";
import { ownNative, problem, refuse, unsupportedFields } from "./refuse.ts";
import { feedIdOf, feedReads, targetFeed } from "./target-feed.ts";

export const PUBLISH_CAPABILITY: AdapterActionCapability = {
  action_type: "feed.publish_item",
  description: "Publishes a new item in a registered feed.",
  mode: "async",
  idempotency_required: true,
  required_fields: [
    "payload_ref or content",
    "target_endpoint",
    "tracking_context",
    "idempotency_key",
  ],
  optional_fields: [
    "participant_id",
    "action_surface_ref",
    "policy_context",
    "parameters",
    "expires_at",
  ],
  supported_channels: ["rss", "atom"],
  supported_endpoint_types: ["rss_feed", "atom_feed"],
  preconditions: ["The feed is registered (POST /feeds)."],
  postconditions: ["The item stands in the feed that this service serves."],
  capability_dependencies: [],
  unsupported_when: ["template_ref is given.", "The item is more private than the feed."],
  expected_initial_events: [
    "feed.item.published",
    "feed.feed.validation_failed",
    "delivery.payload.failed",
  ],
  possible_later_events: [
    "feed.feed.fetched",
    "feed.item.updated",
    "feed.item.removed",
    "feed.item.expired",
    "feed.feed.validation_failed",
  ],
  known_failure_modes: [
    "fail.publish_failed",
    "fail.feed_invalid",
    "fail.item_render_failed",
    "fail.invalid_guid_or_id",
    "fail.invalid_url",
    "fail.payload_reference_invalid",
    "fail.visibility_policy_violation",
  ],
};

export const PUBLISH_GENERIC_CAPABILITY: AdapterActionCapability = {
  ...PUBLISH_CAPABILITY,
  action_type: "notification.publish",
  description: "Publishes a new item in a registered feed: the generic name of feed.publish_item.",
};

/** @param at where this service serves what; absent: it does not know its own address */
export const publishItem = (at: Addresses = NOWHERE): ActionDefinition<RssNativeType> => ({
  capability: PUBLISH_CAPABILITY,
  request: contentOrPayload,
  parameters: PublishParameters,
  reads: (request, known) => {
    const feedId = feedIdOf(request, known);
    const { guid } = parametersOf(request);
    if (feedId === null) return feedReads(request, known);
    return [
      ...feedReads(request, known),
      { count: guidsOf(feedId) },
      { doc: archiveDueKey(feedId) },
      ...(guid ? [{ doc: guidKey(feedId, guid) }, { doc: archivedGuidKey(feedId, guid) }] : []),
    ];
  },
  plan: (request, snapshot, context) => {
    const unsupported = unsupportedFields(request);
    if (unsupported.length > 0) return refuse(unsupported, context, "item.refused.unsupported");
    const target = targetFeed(request, snapshot);
    if (!target.ok) return refuse([target.problem], context);

    const { record } = target;
    const feedId = record.feed.feed_id;
    if (snapshot.count(guidsOf(feedId)) >= record.max_items) {
      return { ...refuse([feedFull(record)], context), endpoint: endpointOf(record) };
    }
    const parameters = parametersOf(request);
    const itemId = itemIdOf(context);
    const guid = parameters.guid ?? derivedGuid(record.feed, itemId);
    const built = admit(
      request,
      record,
      parameters,
      {
        itemId,
        guid,
        guidTaken: parameters.guid
          ? [guidKey(feedId, guid), archivedGuidKey(feedId, guid)].some(
              (key) => snapshot.doc(key) !== null,
            )
          : false,
        publishedAt: parameters.published_at ?? timestamp(context.now),
        updatedAt: null,
      },
      context,
    );
    if (built.problems.length > 0)
      return { ...refuse(built.problems, context), endpoint: endpointOf(record) };

    const own = withOwnDocuments(built.entry, request.content ?? null, {
      ...context,
      addresses: at,
      record,
      person: request.participant_id ?? null,
    });
    const item = newItem(request, record, own.entry, context);
    return {
      kind: "accept",
      state: "accepted",
      subject: itemId,
      endpoint: endpointOf(record),
      // The feed is this service's own: the item stands in it as soon as this plan is committed.
      dispatch: null,
      natives: [
        ownNative(
          "item.published",
          context,
          {
            fetch_observation: record.observe_fetches ? "available" : "unavailable",
            ...versionFacts(item),
          },
          {
            feed_id: feedId,
            guid_or_id: guid,
            feed_item_state: "published",
            revision: item.revision,
            expires_at: item.item.expires_at ?? null,
            losses: lossesOf(built, own.entry),
          },
        ),
      ],
      docs: [
        itemDoc(item),
        ...own.docs,
        { put: guidKey(feedId, guid), text: itemId, person: request.participant_id ?? null },
        ...(snapshot.doc(archiveDueKey(feedId)) === null
          ? archiveWhenFull(record, snapshot.count(guidsOf(feedId)) + 1, context)
          : []),
      ],
      guards: [
        { doc: guidKey(feedId, guid), version: 0 },
        { range: { prefix: guidsOf(feedId) }, atMost: record.max_items - 1 },
      ],
      metadata: {
        feed_id: feedId,
        feed_item_id: itemId,
        guid_or_id: guid,
        ...(own.links.length === 0 ? {} : { tracked_links: [...own.links] }),
      },
    };
  },
});

const parametersOf = (request: AdapterActionRequest): PublishParameters =>
  PublishParameters.parse(request.parameters ?? {});

/** §15 "feed size within configured limits". */
const feedFull = ({ max_items }: FeedRecord) =>
  problem(
    "feed_full",
    "fail.feed_invalid",
    "target_endpoint",
    `The feed holds ${max_items} items, which is as many as it may.`,
    "Remove old items (feed.remove_item), or publish in another feed.",
  );

/**
 * RFC 5005 §4: once there are two pages in the feed, the older one is archived. A timer that stands is left alone: written anew
 * by each publication, it would never be worked off in a feed that is published in without a pause.
 */
const archiveWhenFull = (record: FeedRecord, items: number, context: PlanContext): DocWrite[] =>
  record.history === "archived" && items >= 2 * record.page_size
    ? [
        {
          put: archiveDueKey(record.feed.feed_id),
          text: `${context.operation} ${record.page_size}`,
          dueAt: context.now,
        },
      ]
    : [];

/** One item per operation. */
const itemIdOf = ({ operation }: PlanContext): string =>
  `item_${operation.slice(operation.indexOf("_") + 1)}`;

function newItem(
  request: AdapterActionRequest,
  record: FeedRecord,
  entry: SyndicationEntry,
  context: PlanContext,
): ItemRecord {
  return {
    revision: 1,
    operation: context.operation,
    entry,
    correlation: correlationOf(request, context.operation),
    action_surface: request.action_surface_ref ?? null,
    item: {
      feed_item_id: entry.entry_id,
      feed_id: record.feed.feed_id,
      coordination_case_id: request.coordination_case_id,
      participant_id: request.participant_id ?? null,
      payload_ref: request.payload_ref ?? null,
      action_surface_ref: null,
      item_title: entry.title,
      item_summary: null,
      item_content_ref: request.content?.content_ref ?? null,
      canonical_url: entry.canonical_url ?? null,
      guid_or_id: entry.stable_id,
      published_at: entry.published_at,
      updated_at: null,
      expires_at: expiryOf(record, parametersOf(request).expires_at, entry.published_at),
      visibility: parametersOf(request).visibility ?? record.feed.visibility,
      state: "published",
      tracking_context: request.tracking_context,
    },
  };
}

/** `notification.publish`: on this channel, to publish is to publish an item. */
export const publishGeneric = (at: Addresses): ActionDefinition<RssNativeType> => ({
  ...publishItem(at),
  capability: PUBLISH_GENERIC_CAPABILITY,
});
