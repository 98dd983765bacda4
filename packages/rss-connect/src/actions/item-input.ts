// What publish and update have in common: an action's content, admitted or with every reason why not.
import type { AdapterActionRequest } from "@underclaim/contract";
import { timestamp, type PlanContext } from "@underclaim/runtime";
import { z } from "zod";
import { admitItem } from "../model/admit.ts";
import type { BuiltEntry } from "../model/entry.ts";
import type { ValidationProblem } from "../model/problem.ts";
import type { FeedRecord } from "../publication/documents.ts";
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
  return { ...built, problems: built.problems.map(asSent) };
}

const PARAMETERS: ReadonlySet<string> = new Set([
  "guid",
  "canonical_url",
  "authors",
  "categories",
  "enclosures",
  "published_at",
  "updated_at",
  "visibility",
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

export const lossesOf = (built: BuiltEntry) =>
  built.losses.map(({ kind, field }) => ({ kind, field }));
