// feed.remove_item: the item leaves the feed; what readers fetched before is out of reach.
import type { AdapterActionCapability, AdapterActionRequest } from "@underclaim/contract";
import { timestamp, type ActionDefinition } from "@underclaim/runtime";
import { z } from "zod";
import type { RssNativeType } from "../native/types.ts";
import { versionFacts } from "../publication/entry-hash.ts";
import { removalDocs } from "../publication/removal.ts";
import { existingItem, itemReads } from "./existing-item.ts";
import { endpointOf } from "./item-input.ts";
import { RemoveParameters } from "./parameters.ts";
import { ownNative, refuse } from "./refuse.ts";
import { targetFeed } from "./target-feed.ts";

export const REMOVE_CAPABILITY: AdapterActionCapability = {
  action_type: "feed.remove_item",
  description: "Takes an item out of its feed. Its GUID becomes free; its timeline stays.",
  mode: "async",
  idempotency_required: true,
  required_fields: [
    "target_endpoint",
    "parameters.feed_item_id or parameters.guid",
    "tracking_context",
    "idempotency_key",
  ],
  optional_fields: ["participant_id", "expires_at"],
  supported_channels: ["rss", "atom"],
  supported_endpoint_types: ["rss_feed", "atom_feed"],
  preconditions: ["The item stands in the feed."],
  postconditions: ["The item no longer stands in the feed that this service serves."],
  capability_dependencies: [],
  unsupported_when: [],
  expected_initial_events: ["feed.item.removed", "feed.feed.validation_failed"],
  possible_later_events: [],
  known_failure_modes: ["fail.remove_failed"],
};

const parametersOf = (request: AdapterActionRequest): RemoveParameters =>
  RemoveParameters.parse(request.parameters ?? {});

export const removeItem: ActionDefinition<RssNativeType> = {
  capability: REMOVE_CAPABILITY,
  request: z.looseObject({}),
  parameters: RemoveParameters,
  reads: (request, known) => itemReads(request, parametersOf(request), known),
  plan: (request, snapshot, context) => {
    const target = targetFeed(request, snapshot);
    if (!target.ok) return refuse([{ ...target.problem, subclass: "fail.remove_failed" }], context);
    const { record } = target;
    const existing = existingItem(
      record.feed.feed_id,
      parametersOf(request),
      snapshot,
      "fail.remove_failed",
    );
    if (!existing.ok)
      return { ...refuse([existing.problem], context), endpoint: endpointOf(record) };

    const { item } = existing.record;
    return {
      kind: "accept",
      state: "accepted",
      subject: item.feed_item_id,
      endpoint: endpointOf(record),
      dispatch: null,
      natives: [
        ownNative("item.removed", context, versionFacts(existing.record), {
          feed_id: item.feed_id,
          guid_or_id: item.guid_or_id,
          feed_item_state: "removed",
        }),
      ],
      docs: removalDocs(record, existing, "removed", timestamp(context.now)),
      guards: [{ doc: existing.doc.key, version: existing.doc.version }],
      metadata: {
        feed_id: item.feed_id,
        feed_item_id: item.feed_item_id,
        guid_or_id: item.guid_or_id,
      },
    };
  },
};
