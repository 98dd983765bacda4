// feed.expire_item: the item leaves the feed because its time is over, now or when it is due (RssAdapterSpecification §12.2).
import type { AdapterActionCapability, AdapterActionRequest } from "@underclaim/contract";
import { timestamp, type ActionDefinition } from "@underclaim/runtime";
import { z } from "zod";
import { parseTimestamp } from "../model/date.ts";
import { redact } from "../model/problem.ts";
import type { RssNativeType } from "../native/types.ts";
import type { ItemRecord } from "../publication/documents.ts";
import { versionFacts } from "../publication/entry-hash.ts";
import { removalDocs } from "../publication/removal.ts";
import { existingItem, itemReads, type ExistingItem } from "./existing-item.ts";
import { endpointOf } from "./item-input.ts";
import { ExpireParameters } from "./parameters.ts";
import { ownNative, problem, refuse } from "./refuse.ts";
import { targetFeed } from "./target-feed.ts";

export const EXPIRE_CAPABILITY: AdapterActionCapability = {
  action_type: "feed.expire_item",
  description: "Ends an item's time in its feed, at once or at a time. Its GUID becomes free then.",
  mode: "async",
  idempotency_required: true,
  required_fields: [
    "target_endpoint",
    "parameters.feed_item_id or parameters.guid",
    "tracking_context",
    "idempotency_key",
  ],
  optional_fields: ["participant_id", "parameters.expires_at", "expires_at"],
  supported_channels: ["rss", "atom"],
  supported_endpoint_types: ["rss_feed", "atom_feed"],
  preconditions: ["The item stands in the feed."],
  postconditions: [
    "From its time on the item no longer stands in the feed that this service serves.",
  ],
  capability_dependencies: [],
  unsupported_when: [],
  expected_initial_events: ["feed.item.expired", "feed.feed.validation_failed"],
  possible_later_events: ["feed.item.expired"],
  known_failure_modes: ["fail.remove_failed"],
};

const parametersOf = (request: AdapterActionRequest): ExpireParameters =>
  ExpireParameters.parse(request.parameters ?? {});

export const expireItem: ActionDefinition<RssNativeType> = {
  capability: EXPIRE_CAPABILITY,
  parameters: ExpireParameters,
  request: z.looseObject({}),
  reads: (request, known) => itemReads(request, parametersOf(request), known),
  plan: (request, snapshot, context) => {
    const target = targetFeed(request, snapshot);
    if (!target.ok) return refuse([{ ...target.problem, subclass: "fail.remove_failed" }], context);
    const { record: feed } = target;
    const endpoint = endpointOf(feed);
    const parameters = parametersOf(request);
    const existing = existingItem(feed.feed.feed_id, parameters, snapshot, "fail.remove_failed");
    if (!existing.ok) return { ...refuse([existing.problem], context), endpoint };

    const at = parameters.expires_at == null ? context.now : parseTimestamp(parameters.expires_at);
    if (typeof at !== "number") {
      const field = "parameters.expires_at";
      const says = `${field} ${at.wrong}: "${redact(parameters.expires_at ?? "")}".`;
      const remedy = "Give a real date and time such as 2026-01-01T12:00:00Z.";
      return {
        ...refuse([problem("timestamp", "fail.remove_failed", field, says, remedy)], context),
        endpoint,
      };
    }
    const { item } = existing.record;
    const ends = timestamp(at);
    const now = at <= context.now;
    return {
      kind: "accept",
      state: now ? "accepted" : "scheduled",
      subject: item.feed_item_id,
      endpoint,
      dispatch: null,
      natives: [
        now
          ? ownNative("item.expired", context, versionFacts(existing.record), {
              feed_id: item.feed_id,
              guid_or_id: item.guid_or_id,
              feed_item_state: "expired",
            })
          : ownNative("item.expiry_set", context, { expires_at: ends }),
      ],
      docs: now
        ? removalDocs(feed, existing, "expired", timestamp(context.now))
        : [dueAt(existing, ends)],
      guards: [{ doc: existing.doc.key, version: existing.doc.version }],
      metadata: {
        feed_id: item.feed_id,
        feed_item_id: item.feed_item_id,
        guid_or_id: item.guid_or_id,
        expires_at: ends,
      },
    };
  },
};

/** The same item, due at another time. */
function dueAt({ record, doc }: ExistingItem & { ok: true }, ends: string) {
  const next: ItemRecord = { ...record, item: { ...record.item, expires_at: ends } };
  return {
    put: doc.key,
    text: JSON.stringify(next),
    dueAt: Date.parse(ends),
    person: record.item.participant_id ?? null,
  };
}
