// feed.publish_feed: the publication surface itself, as an action (RssAdapterSpecification §4.2, §12.2 "Feed published").
import type { AdapterActionCapability, AdapterActionRequest } from "@underclaim/contract";
import { timestamp, type ActionDefinition, type Snapshot } from "@underclaim/runtime";
import { z } from "zod";
import { DEFAULT_LIMITS } from "../model/limits.ts";
import { FORMATS } from "../model/formats.ts";
import type { RssNativeType } from "../native/types.ts";
import { formatOf } from "../publication/addresses.ts";
import { addressKey, feedKey, feedOf, feedSubject } from "../publication/documents.ts";
import type { FeedRecord } from "../publication/feed-record.ts";
import {
  channelOf,
  differingFields,
  FeedRegistration,
  recordOf,
  recordProblems,
} from "../publication/register-feed.ts";
import { endpointOf } from "./item-input.ts";
import { ownNative, problem, refuse } from "./refuse.ts";

export const PUBLISH_FEED_CAPABILITY: AdapterActionCapability = {
  action_type: "feed.publish_feed",
  description:
    "Registers a feed at its public address and serves it. The same again is the same feed.",
  mode: "async",
  idempotency_required: true,
  required_fields: [
    "target_endpoint.value",
    "parameters.title",
    "tracking_context",
    "idempotency_key",
  ],
  optional_fields: ["parameters", "expires_at"],
  supported_channels: ["rss", "atom"],
  supported_endpoint_types: ["rss_feed", "atom_feed"],
  preconditions: [],
  postconditions: ["The feed is served by this service, with the items that stand in it."],
  capability_dependencies: [],
  unsupported_when: ["The feed is registered with other settings."],
  expected_initial_events: ["feed.feed.validated", "feed.feed.validation_failed"],
  possible_later_events: ["feed.feed.fetched", "feed.feed.validation_failed"],
  known_failure_modes: ["fail.feed_invalid", "fail.publish_failed", "fail.invalid_url"],
};

/** As `POST /feeds`, but for the address: that is the request's target. */
const PublishFeedParameters = FeedRegistration.omit({ feed_url: true });

const wantedOf = (request: AdapterActionRequest): FeedRegistration => ({
  ...PublishFeedParameters.parse(request.parameters ?? {}),
  feed_url: request.target_endpoint?.value ?? "",
});

const withAddress = z.looseObject({
  target_endpoint: z.looseObject({
    value: z.string("The feed's public address is required.").min(1),
  }),
});

/** @param published whether the service knows its own public address */
export const publishFeed = (published: boolean): ActionDefinition<RssNativeType> => ({
  capability: PUBLISH_FEED_CAPABILITY,
  request: withAddress,
  parameters: PublishFeedParameters,
  reads: (request, known) => {
    const { feed_id: feedId, feed_url: url } = wantedOf(request);
    const address = addressKey(url);
    const standing = known?.doc(address)?.text;
    const ids = new Set([feedId, standing].filter((id) => id !== undefined));
    return [{ doc: address }, ...[...ids].map((id) => ({ doc: feedKey(id) }))];
  },
  plan: (request, snapshot, context) => {
    const wanted = wantedOf(request);
    const standing = standingFeed(wanted, snapshot);
    const feedId = wanted.feed_id ?? standing?.feed.feed_id ?? context.ids.next("feed");
    const record = recordOf(wanted, feedId, timestamp(context.now));
    const problems = recordProblems(record, published);
    if (problems.length > 0) return refuse(problems, context);
    const differing = standing === null ? [] : differingFields(standing, record);
    if (differing.length > 0) {
      const says = `A feed is registered there with other settings (${differing.join(", ")}).`;
      const remedy =
        "A registered feed is not changed: send its settings, or choose another address and feed_id.";
      return refuse(
        [problem("feed_taken", "fail.publish_failed", "target_endpoint", says, remedy)],
        context,
      );
    }
    const empty = FORMATS[formatOf(record)].render(channelOf(record), DEFAULT_LIMITS);
    if (!empty.ok) return refuse(empty.problems, context);
    return {
      kind: "accept",
      state: "completed",
      subject: feedSubject(feedId),
      endpoint: endpointOf(record),
      dispatch: null,
      natives: [
        ownNative(
          "feed.published",
          context,
          { items: 0 },
          { feed_id: feedId, created: standing === null },
        ),
      ],
      docs:
        standing === null
          ? [
              { put: feedKey(feedId), text: JSON.stringify(record) },
              { put: addressKey(record.feed.feed_url), text: feedId },
            ]
          : [],
      guards:
        standing === null
          ? [
              { doc: feedKey(feedId), version: 0 },
              { doc: addressKey(record.feed.feed_url), version: 0 },
            ]
          : [],
      metadata: { feed_id: feedId, created: standing === null },
    };
  },
});

/** Which registered feed has the request's address or id. */
function standingFeed(wanted: FeedRegistration, snapshot: Snapshot): FeedRecord | null {
  const atAddress = snapshot.doc(addressKey(wanted.feed_url))?.text;
  const id = atAddress ?? wanted.feed_id;
  const doc = id === undefined ? null : snapshot.doc(feedKey(id));
  return doc === null ? null : feedOf(doc);
}
