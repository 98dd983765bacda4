import { defineAdapter, type AdapterDefinition } from "@underclaim/runtime";
import { publishItem } from "./actions/publish-item.ts";
import { registerTrackingContext } from "./actions/register-tracking-context.ts";
import { removeItem } from "./actions/remove-item.ts";
import { updateItem } from "./actions/update-item.ts";
import { rssDescriptor } from "./descriptor.ts";
import { assessRss } from "./evidence/assess.ts";
import { assessFeedEndpoint } from "./evidence/endpoint-quality.ts";
import { rssMapping } from "./evidence/mapping.ts";
import { notifyHub } from "./websub/actions/notify-hub.ts";
import { registerTopic } from "./websub/actions/register-topic.ts";

/** The feed adapter. Every effect is local: an item stands in the feed as soon as its action is committed. */
export const rssConnect = (options: {
  readonly idempotencyRetention: string;
  /** This service has a WebSub hub of its own. Default: no. */
  readonly hub?: boolean;
}): AdapterDefinition =>
  defineAdapter({
    descriptor: rssDescriptor(options.idempotencyRetention),
    actions: {
      "feed.publish_item": publishItem,
      "feed.update_item": updateItem,
      "feed.remove_item": removeItem,
      "feed.register_topic": registerTopic(options.hub === true),
      "feed.notify_hub": notifyHub(options.hub === true),
      "notification.register_tracking_context": registerTrackingContext,
    },
    // A subscription ends with its lease.
    expiring: ["hub_subscription"],
    sources: {},
    mapping: rssMapping,
    // A fetch is about every item of the edition that was fetched: its observer says so itself.
    correlators: [],
    assess: assessRss,
    assessEndpoint: assessFeedEndpoint,
    unavailable: {
      category: "fail",
      subclass: "fail.publish_failed",
      confidence: "high",
      strongest_signal: null,
      evidence_summary: [
        "The feed store was unavailable: nothing was recorded and nothing was published.",
      ],
      recommended_coordination_interpretation: "undef.escalation_required",
      limitations: [],
    },
    subjects: { path: "feed-items", prefix: "item" },
    operationPrefix: "rssop",
    parkMs: 60_000,
  });
