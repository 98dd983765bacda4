// feed.update_item: the item's content is replaced, its identity stays (RssAdapterSpecification §15, §26).
import type { AdapterActionCapability, AdapterActionRequest } from "@underclaim/contract";
import {
  correlationOf,
  timestamp,
  type ActionDefinition,
  type DocWrite,
} from "@underclaim/runtime";
import { parseTimestamp } from "../model/date.ts";
import type { RssNativeType } from "../native/types.ts";
import {
  archivedAtKey,
  archivedGuidKey,
  guidKey,
  type ItemRecord,
} from "../publication/documents.ts";
import { type Addresses, NOWHERE } from "../publication/addresses.ts";
import { versionFacts } from "../publication/entry-hash.ts";
import { existingItem, itemReads } from "./existing-item.ts";
import { withOwnDocuments } from "../publication/own-documents.ts";
import { admit, contentOrPayload, endpointOf, itemDoc, lossesOf } from "./item-input.ts";
import { UpdateParameters } from "./parameters.ts";
import { ownNative, problem, refuse, unsupportedFields } from "./refuse.ts";
import { targetFeed } from "./target-feed.ts";

export const UPDATE_CAPABILITY: AdapterActionCapability = {
  action_type: "feed.update_item",
  description: "Replaces the content of an item; its GUID and its subject stay.",
  mode: "async",
  idempotency_required: true,
  required_fields: [
    "payload_ref or content",
    "target_endpoint",
    "parameters.feed_item_id or parameters.guid",
    "tracking_context",
    "idempotency_key",
  ],
  optional_fields: ["participant_id", "policy_context", "parameters.updated_at", "expires_at"],
  supported_channels: ["rss", "atom"],
  supported_endpoint_types: ["rss_feed", "atom_feed"],
  preconditions: ["The item stands in the feed."],
  postconditions: ["The new version stands in the feed."],
  capability_dependencies: [],
  unsupported_when: ["template_ref is given."],
  expected_initial_events: [
    "feed.item.updated",
    "feed.feed.validation_failed",
    "delivery.payload.failed",
  ],
  possible_later_events: ["feed.feed.fetched", "feed.item.removed", "feed.feed.validation_failed"],
  known_failure_modes: [
    "fail.update_failed",
    "fail.invalid_url",
    "fail.visibility_policy_violation",
  ],
};

const parametersOf = (request: AdapterActionRequest): UpdateParameters =>
  UpdateParameters.parse(request.parameters ?? {});

/** @param at where this service serves what; absent: it does not know its own address */
export const updateItem = (at: Addresses = NOWHERE): ActionDefinition<RssNativeType> => ({
  capability: UPDATE_CAPABILITY,
  request: contentOrPayload,
  parameters: UpdateParameters,
  reads: (request, known) => itemReads(request, parametersOf(request), known),
  plan: (request, snapshot, context) => {
    const unsupported = unsupportedFields(request);
    if (unsupported.length > 0) return refuse(unsupported, context, "item.refused.unsupported");
    const target = targetFeed(request, snapshot);
    if (!target.ok) return refuse([{ ...target.problem, subclass: "fail.update_failed" }], context);
    const { record } = target;
    const parameters = parametersOf(request);
    const existing = existingItem(record.feed.feed_id, parameters, snapshot, "fail.update_failed");
    if (!existing.ok)
      return { ...refuse([existing.problem], context), endpoint: endpointOf(record) };

    const { item, entry: standing, revision } = existing.record;
    const updatedAt = parameters.updated_at ?? timestamp(context.now);
    const publishedAt = parameters.published_at ?? item.published_at;
    const built = admit(
      request,
      record,
      { ...kept(standing), ...given(parameters) },
      {
        itemId: item.feed_item_id,
        guid: item.guid_or_id,
        guidTaken: false,
        publishedAt,
        updatedAt,
      },
      context,
    );
    if (built.problems.length > 0)
      return { ...refuse(built.problems, context), endpoint: endpointOf(record) };
    if (isOlder(updatedAt, item.updated_at ?? item.published_at)) {
      const outdated = problem(
        "update_outdated",
        "fail.update_failed",
        "parameters.updated_at",
        "The item was changed later than this update; nothing was overwritten.",
        "Send the newest version with its own updated_at.",
      );
      return {
        ...refuse([outdated], context),
        subject: item.feed_item_id,
        endpoint: endpointOf(record),
        natives: [ownNative("item.update_outdated", context, { subclass: outdated.subclass })],
        guards: [{ doc: existing.doc.key, version: existing.doc.version }],
      };
    }

    const own = withOwnDocuments(built.entry, request.content ?? null, {
      ...context,
      addresses: at,
      record,
      person: item.participant_id ?? null,
    });
    const next: ItemRecord = {
      ...existing.record,
      revision: revision + 1,
      entry: own.entry,
      correlation: {
        ...correlationOf(request, context.operation),
        participant_id: existing.record.correlation.participant_id,
      },
      operation: context.operation,
      item: {
        ...item,
        item_title: built.entry.title,
        canonical_url: built.entry.canonical_url ?? null,
        published_at: publishedAt,
        updated_at: updatedAt,
        expires_at: parameters.expires_at
          ? timestamp(Date.parse(parameters.expires_at))
          : (item.expires_at ?? null),
        payload_ref: request.payload_ref ?? item.payload_ref ?? null,
        state: "updated",
      },
    };
    const moved = publishedAt !== item.published_at;
    return {
      kind: "accept",
      state: "accepted",
      subject: item.feed_item_id,
      endpoint: endpointOf(record),
      dispatch: null,
      natives: [
        ownNative(moved ? "item.reordered" : "item.updated", context, versionFacts(next), {
          feed_id: item.feed_id,
          guid_or_id: item.guid_or_id,
          feed_item_state: "updated",
          revision: next.revision,
          expires_at: next.item.expires_at ?? null,
          losses: lossesOf(built, own.entry),
        }),
      ],
      docs: [
        itemDoc(next),
        ...own.docs,
        ...(existing.archive === null ? [] : backFromArchive(next)),
      ],
      guards: [{ doc: existing.doc.key, version: existing.doc.version }],
      metadata: {
        feed_id: item.feed_id,
        feed_item_id: item.feed_item_id,
        guid_or_id: item.guid_or_id,
        revision: next.revision,
        ...(own.links.length === 0 ? {} : { tracked_links: [...own.links] }),
      },
    };
  },
});

/** RFC 5005 §4.1: its archive document stays as it is; the new version stands in the feed, and readers take that. */
const backFromArchive = ({ item }: ItemRecord): DocWrite[] => [
  {
    put: guidKey(item.feed_id, item.guid_or_id),
    text: item.feed_item_id,
    person: item.participant_id ?? null,
  },
  { delete: archivedGuidKey(item.feed_id, item.guid_or_id) },
  { delete: archivedAtKey(item.feed_id, item.feed_item_id) },
];

/** What an update that is silent about it leaves as it is. */
const kept = ({
  authors,
  categories,
  enclosures,
  language,
  canonical_url,
}: ItemRecord["entry"]) => ({
  language: language ?? null,
  authors,
  categories,
  enclosures,
  canonical_url: canonical_url ?? null,
});

const given = (parameters: UpdateParameters) =>
  Object.fromEntries(
    Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined),
  );

function isOlder(updatedAt: string, standing: string): boolean {
  const [mine, theirs] = [parseTimestamp(updatedAt), parseTimestamp(standing)];
  return typeof mine === "number" && typeof theirs === "number" && mine < theirs;
}
