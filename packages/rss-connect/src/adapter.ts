import { defineAdapter, type AdapterDefinition } from "@underclaim/runtime";
import { expireItem } from "./actions/expire-item.ts";
import { publishFeed } from "./actions/publish-feed.ts";
import { publishGeneric, publishItem } from "./actions/publish-item.ts";
import { registerTrackingContext } from "./actions/register-tracking-context.ts";
import { removeItem } from "./actions/remove-item.ts";
import { updateItem } from "./actions/update-item.ts";
import { rssDescriptor } from "./descriptor.ts";
import { assessRss } from "./evidence/assess.ts";
import { assessFeedEndpoint } from "./evidence/endpoint-quality.ts";
import { rssMapping } from "./evidence/mapping.ts";
import { type Addresses, NOWHERE } from "./publication/addresses.ts";
import {
  archivedReactor,
  dueCorrelator,
  expiredReactor,
  RSS_EXPIRING,
  rssTimers,
} from "./publication/due.ts";
import { notifyHub } from "./websub/actions/notify-hub.ts";
import { registerTopic } from "./websub/actions/register-topic.ts";

/** The feed adapter. Every effect is local: an item stands in the feed as soon as its action is committed. */
export const rssConnect = (options: {
  readonly idempotencyRetention: string;
  /** This service has a WebSub hub of its own. Default: no. */
  readonly hub?: boolean;
  /** Where this service serves what. Default: it does not know its own address. */
  readonly addresses?: Addresses;
}): AdapterDefinition => {
  const at = options.addresses ?? NOWHERE;
  return defineAdapter({
    descriptor: rssDescriptor(options.idempotencyRetention),
    actions: {
      "feed.publish_item": publishItem(at),
      "feed.update_item": updateItem(at),
      "feed.remove_item": removeItem,
      "feed.expire_item": expireItem,
      "feed.publish_feed": publishFeed(at.url("/") !== null),
      "notification.publish": publishGeneric(at),
      "feed.register_topic": registerTopic(options.hub === true),
      "feed.notify_hub": notifyHub(options.hub === true),
      "notification.register_tracking_context": registerTrackingContext,
    },
    timers: rssTimers,
    // A subscription ends with its lease.
    expiring: [...RSS_EXPIRING, "hub_subscription"],
    sources: {},
    mapping: rssMapping,
    // A fetch is about every item of the edition that was fetched: its observer says so itself.
    correlators: [dueCorrelator],
    react: { "item.expired": expiredReactor, "feed.archived": archivedReactor },
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
};
