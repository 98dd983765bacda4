// What publish and update have in common: an action's content, admitted or with every reason why not.
import type { AdapterActionRequest } from "@underclaim/contract";
import { timestamp, type DocWrite, type PlanContext } from "@underclaim/runtime";
import { z } from "zod";
import { admitItem } from "../model/admit.ts";
import type { BuiltEntry } from "../model/entry.ts";
import { timestampProblems } from "../model/date.ts";
import type { ValidationProblem } from "../model/problem.ts";
import { itemKey, type ItemRecord } from "../publication/documents.ts";
import type { FeedRecord } from "../publication/feed-record.ts";
import type { ItemParameters } from "./parameters.ts";

/** Publication needs something to publish. */
export const contentOrPayload = z
  .looseObject({ content: z.unknown().optional(), payload_ref: z.unknown().optional() })
  .refine((request) => request.content != null || request.payload_ref != null, {
    path: ["content"],
    message: "content or payload_ref is required.",
  });

export interface ItemIdentity {
  readonly itemId: string;
  readonly guid: string;
  /** Another active item of the feed has this GUID. */
  readonly guidTaken: boolean;
  readonly publishedAt: string;
  readonly updatedAt: string | null;
}

export function admit(
  request: AdapterActionRequest,
  record: FeedRecord,
  parameters: ItemParameters,
  identity: ItemIdentity,
  context: PlanContext,
): BuiltEntry {
  const built = admitItem(
    {
      item_id: identity.itemId,
      guid: identity.guid,
      content: request.content ?? {},
      canonical_url: parameters.canonical_url ?? null,
      authors: parameters.authors ?? [],
      categories: parameters.categories ?? [],
      enclosures: parameters.enclosures ?? [],
      language: parameters.language ?? null,
      published_at: identity.publishedAt,
      updated_at: identity.updatedAt,
    },
    {
      site_url: record.site_url,
      policy: record.policy,
      activeGuids: new Set(identity.guidTaken ? [identity.guid] : []),
      payload_ref: request.payload_ref ?? null,
      payload_refs: request.content?.payload_refs ?? [],
      payload_sensitivity: request.policy_context?.payload_sensitivity ?? null,
      item_visibility: parameters.visibility ?? null,
      now: timestamp(context.now),
    },
  );
  const problems = [
    ...built.problems,
    ...streamProblems(record, parameters),
    ...(parameters.expires_at == null
      ? []
      : timestampProblems(parameters.expires_at, "expires_at", "fail.item_render_failed")),
  ];
  return { ...built, problems: problems.map(asSent) };
}

/** §31: "High-assurance or sensitive notifications SHOULD NOT share public feeds unless explicitly intended." */
function streamProblems(
  { stream, feed }: FeedRecord,
  { stream: wanted }: ItemParameters,
): ValidationProblem[] {
  if (wanted == null || wanted === stream) return [];
  return [
    {
      rule: "stream",
      subclass: "fail.visibility_policy_violation",
      field: "stream",
      value: wanted,
      message: `The item is for ${wanted}, and the feed ${feed.feed_id} is for ${stream ?? "no stream in particular"}.`,
      remedy: "Choose a feed of this stream, or leave the stream out.",
    },
  ];
}

/** When the item leaves the feed: as the request says, or else as the feed is registered. RFC 3339, or null. */
export function expiryOf(
  { expire_after_seconds: after }: FeedRecord,
  given: string | null | undefined,
  publishedAt: string,
): string | null {
  if (given) return timestamp(Date.parse(given));
  return after === null ? null : timestamp(Date.parse(publishedAt) + after * 1_000);
}

/** The item as it stands in its feed; falls due when it expires. */
export const itemDoc = (record: ItemRecord): DocWrite => ({
  put: itemKey(record.item.feed_id, record.item.feed_item_id),
  text: JSON.stringify(record),
  dueAt: record.item.expires_at == null ? null : Date.parse(record.item.expires_at),
  person: record.item.participant_id ?? null,
});

const PARAMETERS: ReadonlySet<string> = new Set([
  "guid",
  "canonical_url",
  "authors",
  "categories",
  "enclosures",
  "published_at",
  "updated_at",
  "visibility",
  "language",
  "stream",
  "expires_at",
]);

/** The field by the path that the sender knows it by: these stand under `parameters`. */
function asSent(problem: ValidationProblem): ValidationProblem {
  const { field, message } = problem;
  if (!PARAMETERS.has(field.split(/[.[]/, 1)[0] ?? "")) return problem;
  const path = `parameters.${field}`;
  return {
    ...problem,
    field: path,
    message: message.startsWith(field) ? path + message.slice(field.length) : message,
  };
}

export const endpointOf = (record: FeedRecord) => ({
  endpoint_id: record.feed.feed_id,
  endpoint_type: "rss_feed",
});

/** `published`: the entry as it is published; what it carries after all is not lost. */
export const lossesOf = (built: BuiltEntry, published: BuiltEntry["entry"]) =>
  built.losses
    .filter(
      ({ kind }) =>
        kind !== "inline_data_not_published" ||
        published.enclosures.length === built.entry.enclosures.length,
    )
    .map(({ kind, field }) => ({ kind, field }));
