// feed.notify_hub: the feed's hubs are told that it has changed (RssAdapterSpecification §21, §29.3).
import type { AdapterActionCapability, AdapterActionRequest } from "@underclaim/contract";
import { correlationOf, type ActionDefinition, type Target } from "@underclaim/runtime";
import { z } from "zod";
import { existingItem } from "../../actions/existing-item.ts";
import { endpointOf } from "../../actions/item-input.ts";
import { ownNative, problem, refuse } from "../../actions/refuse.ts";
import { feedIdOf, feedReads, targetFeed } from "../../actions/target-feed.ts";
import type { RssNativeType } from "../../native/types.ts";
import { itemKey } from "../../publication/documents.ts";
import { hubId, hubsOf, pushKey, topicKey, type HubPush } from "../hub/documents.ts";
import { NotifyHubParameters } from "./parameters.ts";

export const NOTIFY_HUB_CAPABILITY: AdapterActionCapability = {
  action_type: "feed.notify_hub",
  description: "Tells the feed's hubs that it has changed.",
  mode: "async",
  idempotency_required: true,
  required_fields: ["target_endpoint", "tracking_context", "idempotency_key"],
  optional_fields: ["parameters.feed_item_id", "parameters.hub_url"],
  supported_channels: ["websub"],
  supported_endpoint_types: ["rss_feed"],
  preconditions: ["The feed has a hub (feed.register_topic, or websub.hub of the configuration)."],
  postconditions: ["The hubs are told, now or when they can be reached."],
  capability_dependencies: [],
  unsupported_when: ["The feed has no hub."],
  expected_initial_events: [
    "feed.hub.notified",
    "feed.hub.notification_failed",
    "feed.feed.validation_failed",
  ],
  possible_later_events: [
    "feed.hub.notified",
    "feed.hub.notification_failed",
    "webhook.request.sent",
    "webhook.response.accepted",
    "webhook.response.rejected",
    "webhook.delivery.failed",
  ],
  known_failure_modes: ["fail.hub_notification_failed", "fail.hub_rejected"],
};

const parametersOf = (request: AdapterActionRequest): NotifyHubParameters =>
  NotifyHubParameters.parse(request.parameters ?? {});

/** `embedded`: whether this service has a hub of its own. It is told by the act itself: it sees every change anyway. */
export const notifyHub = (embedded: boolean): ActionDefinition<RssNativeType> => ({
  capability: NOTIFY_HUB_CAPABILITY,
  request: z.looseObject({}),
  parameters: NotifyHubParameters,
  reads: (request, known) => {
    const feedId = feedIdOf(request, known);
    const reads = feedReads(request, known);
    if (feedId === null) return reads;
    const { feed_item_id: item } = parametersOf(request);
    return [...reads, { doc: topicKey(feedId) }, ...(item ? [{ doc: itemKey(feedId, item) }] : [])];
  },
  plan: (request, snapshot, context) => {
    const target = targetFeed(request, snapshot);
    if (!target.ok) return refuse([target.problem], context);
    const { record } = target;
    const feedId = record.feed.feed_id;
    const refused = (wrong: ReturnType<typeof problem>) => ({
      ...refuse([wrong], context),
      endpoint: endpointOf(record),
    });
    const { hub_url: asked = null, feed_item_id: item = null } = parametersOf(request);
    const known = hubsOf(snapshot.doc(topicKey(feedId)));
    const hubs = asked === null ? known : known.filter((hub) => hub === asked);
    const own = embedded && asked === null;
    if (hubs.length === 0 && !own) return refused(noHub(asked));
    const existing =
      item === null
        ? null
        : existingItem(feedId, { feed_item_id: item }, snapshot, "fail.hub_notification_failed");
    if (existing !== null && !existing.ok) return refused(existing.problem);

    const subject = item ?? context.operation;
    const about: Target = {
      subject,
      method: "operation",
      operation: context.operation,
      correlation: correlationOf(request, context.operation),
      endpoint: endpointOf(record),
    };
    const pushes = hubs.map((hubUrl): HubPush => ({
      hub_url: hubUrl,
      topic_url: record.feed.self_link ?? record.feed.feed_url,
      cause: context.operation,
      targets: [about],
      attempts: 0,
      next_at: 0,
    }));
    const metadata = { feed_id: feedId, hubs: pushes.length + (own ? 1 : 0) };
    return {
      kind: "accept",
      state: pushes.length === 0 ? "completed" : "queued",
      subject,
      endpoint: endpointOf(record),
      dispatch: null,
      natives: [
        ...(own ? [ownNative("hub.notified", context, {}, { ...metadata, hub: "embedded" })] : []),
        ...(pushes.length > 0 ? [ownNative("hub.queued", context, {}, metadata)] : []),
      ],
      docs: pushes.map((push) => ({
        put: pushKey(feedId, hubId(push.hub_url), context.operation),
        text: JSON.stringify(push),
        person: request.participant_id ?? null,
      })),
      metadata: { ...metadata, ...(item === null ? {} : { feed_item_id: item }) },
    };
  },
});

const noHub = (asked: string | null) =>
  problem(
    "no_hub",
    "fail.hub_notification_failed",
    asked === null ? "target_endpoint" : "parameters.hub_url",
    asked === null ? "The feed has no hub." : "The feed is not registered with this hub.",
    "Register the topic first (feed.register_topic).",
  );
