// feed.register_topic: the feed names a hub from now on, and the hub is told of its changes (RssAdapterSpecification §21).
import type { AdapterActionCapability, AdapterActionRequest } from "@underclaim/contract";
import type { ActionDefinition } from "@underclaim/runtime";
import { z } from "zod";
import { endpointOf } from "../../actions/item-input.ts";
import { ownNative, problem, refuse } from "../../actions/refuse.ts";
import { feedIdOf, feedReads, targetFeed } from "../../actions/target-feed.ts";
import { checkUrl, redactUrl } from "../../model/url.ts";
import type { RssNativeType } from "../../native/types.ts";
import { feedSubject } from "../../publication/documents.ts";
import { hubId, hubsOf, topicKey, type Topic } from "../hub/documents.ts";
import { RegisterTopicParameters } from "./parameters.ts";

export const REGISTER_TOPIC_CAPABILITY: AdapterActionCapability = {
  action_type: "feed.register_topic",
  description: "Registers a feed as a WebSub topic with a hub.",
  mode: "async",
  idempotency_required: true,
  required_fields: ["target_endpoint", "tracking_context", "idempotency_key"],
  optional_fields: ["parameters.hub_url"],
  supported_channels: ["websub"],
  supported_endpoint_types: ["rss_feed"],
  preconditions: ["The feed is registered (POST /feeds)."],
  postconditions: ["The feed names the hub in its document and in its Link headers."],
  capability_dependencies: [],
  unsupported_when: ["The feed is not public: a hub elsewhere could not read it."],
  expected_initial_events: ["feed.hub.notification_failed", "feed.feed.validation_failed"],
  possible_later_events: ["feed.hub.notified", "feed.hub.notification_failed"],
  known_failure_modes: ["fail.invalid_url", "fail.hub_notification_failed"],
};

const MOST_HUBS = 8;

const parametersOf = (request: AdapterActionRequest): RegisterTopicParameters =>
  RegisterTopicParameters.parse(request.parameters ?? {});

/** `embedded`: whether this service has a hub of its own. */
export const registerTopic = (embedded: boolean): ActionDefinition<RssNativeType> => ({
  capability: REGISTER_TOPIC_CAPABILITY,
  request: z.looseObject({}),
  parameters: RegisterTopicParameters,
  reads: (request, known) => {
    const feedId = feedIdOf(request, known);
    const reads = feedReads(request, known);
    return feedId === null ? reads : [...reads, { doc: topicKey(feedId) }];
  },
  plan: (request, snapshot, context) => {
    const target = targetFeed(request, snapshot);
    if (!target.ok) return refuse([target.problem], context);
    const { record } = target;
    const feedId = record.feed.feed_id;
    const hub = parametersOf(request).hub_url ?? null;
    const key = topicKey(feedId);
    const standing = snapshot.doc(key);
    const hubs = hubsOf(standing);
    const wrong = hub === null ? withoutHub(embedded) : wrongHub(hub, hubs, record.policy);
    if (wrong !== null) return { ...refuse([wrong], context), endpoint: endpointOf(record) };

    const added = hub === null ? null : normal(hub);
    const next: Topic = { hub_urls: added === null ? hubs : [...new Set([...hubs, added])] };
    return {
      kind: "accept",
      state: "completed",
      subject: feedSubject(feedId),
      endpoint: endpointOf(record),
      dispatch: null,
      natives: [
        ownNative(
          "topic.registered",
          context,
          {},
          {
            feed_id: feedId,
            hub: added === null ? "embedded" : hubId(added),
          },
        ),
      ],
      docs: added === null ? [] : [{ put: key, text: JSON.stringify(next) }],
      guards: [{ doc: key, version: standing?.version ?? 0 }],
      metadata: { feed_id: feedId, hubs: next.hub_urls.length + (embedded ? 1 : 0) },
    };
  },
});

const normal = (url: string): string => {
  const checked = checkUrl(url, "parameters.hub_url");
  return checked.ok ? checked.url : url;
};

const withoutHub = (embedded: boolean) =>
  embedded
    ? null
    : problem(
        "no_hub",
        "fail.hub_notification_failed",
        "parameters.hub_url",
        "This service has no hub of its own.",
        "Give parameters.hub_url, or configure websub.hub.",
      );

function wrongHub(
  hub: string,
  hubs: readonly string[],
  policy: { readonly require_authentication: boolean },
) {
  const checked = checkUrl(hub, "parameters.hub_url");
  if (!checked.ok) {
    const { rule, field, message, remedy, value } = checked.problem;
    return { ...problem(rule, "fail.invalid_url", field, message, remedy), value };
  }
  if (policy.require_authentication) {
    return problem(
      "hub_and_visibility",
      "fail.visibility_policy_violation",
      "parameters.hub_url",
      "The feed is not public, and a hub elsewhere would have to read it.",
      "Register the topic with this service's own hub, or publish in a public feed.",
    );
  }
  if (hubs.length >= MOST_HUBS && !hubs.includes(checked.url)) {
    return problem(
      "too_many_hubs",
      "fail.hub_notification_failed",
      "parameters.hub_url",
      `The feed has ${MOST_HUBS} hubs, which is as many as it may; ${redactUrl(hub)} is not among them.`,
      "Use one of them.",
    );
  }
  return null;
}
