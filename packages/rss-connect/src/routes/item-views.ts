// What is known of a feed's items (RssAdapterSpecification §28.2): read-only.
import { AdapterEvent, AdapterEvidenceAssessment } from "@underclaim/contract";
import {
  principalOf,
  sendJson,
  sendNotFound,
  type AdapterRuntime,
  type RouteTools,
  type Store,
} from "@underclaim/runtime";
import { z } from "zod";
import { goneKey } from "../publication/documents.ts";
import { standingItem } from "../publication/standing-item.ts";

export interface ItemViewOptions {
  readonly runtime: Pick<AdapterRuntime, "timeline" | "assessment">;
  readonly store: Pick<Store, "load">;
}

const ItemParams = z.strictObject({
  feed_id: z.string().min(1).max(64),
  item_id: z.string().min(1).max(256),
});
const absent = { description: "Nothing of that name.", contentType: "application/problem+json" };

const HistoryEntry = z.strictObject({
  change: z.string(),
  at: z.iso.datetime({ offset: true }),
  revision: z.int().nullable(),
  content_hash: z.string().nullable(),
});
const HISTORY: ReadonlySet<string> = new Set([
  "item.published",
  "item.updated",
  "item.reordered",
  "item.update_outdated",
  "item.removed",
  "item.expired",
  "item.expiry_set",
  "feed.archived",
]);

export function itemViewRoutes({ route }: RouteTools, { runtime, store }: ItemViewOptions): void {
  /** An item of this feed: standing, archived or gone. */
  const isOf = async (tenant: string, feedId: string, itemId: string): Promise<boolean> => {
    const gone = goneKey(feedId, itemId);
    const { record, snapshot } = await standingItem(store, tenant, feedId, itemId, [{ doc: gone }]);
    return record !== null || snapshot.doc(gone) !== null;
  };

  route({
    method: "GET",
    path: "/feeds/:feed_id/items/:item_id/history",
    access: "actions:read",
    summary: "Every change of the item, in order.",
    params: ItemParams,
    replies: {
      200: {
        description: "Its changes.",
        schema: z.strictObject({ changes: z.array(HistoryEntry) }),
      },
      404: absent,
    },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { feed_id: feedId, item_id: itemId } = request.params;
      if (!(await isOf(tenant, feedId, itemId))) return sendNotFound(reply);
      const changes = ((await runtime.timeline(tenant, itemId))?.events ?? [])
        .filter(({ adapter_event_type: type }) => HISTORY.has(type))
        .map(({ adapter_event_type: change, received_at: at, metadata }) => ({
          change,
          at,
          revision: typeof metadata?.["revision"] === "number" ? metadata["revision"] : null,
          content_hash:
            typeof metadata?.["content_hash"] === "string" ? metadata["content_hash"] : null,
        }));
      return sendJson(reply, 200, { changes });
    },
  });
  route({
    method: "GET",
    path: "/feeds/:feed_id/items/:item_id/timeline",
    access: "events:read",
    summary: "What happened to the item.",
    params: ItemParams,
    replies: {
      200: {
        description: "Its events.",
        schema: z.strictObject({ subject_ref: z.string(), events: z.array(AdapterEvent) }),
      },
      404: absent,
    },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { feed_id: feedId, item_id: itemId } = request.params;
      const timeline = (await isOf(tenant, feedId, itemId))
        ? await runtime.timeline(tenant, itemId)
        : null;
      return timeline === null ? sendNotFound(reply) : sendJson(reply, 200, timeline);
    },
  });
  route({
    method: "GET",
    path: "/feeds/:feed_id/items/:item_id/assessment",
    access: "events:read",
    summary: "What that shows of the channel, and of the participant.",
    params: ItemParams,
    replies: {
      200: {
        description: "Both assessments.",
        schema: z.strictObject({
          channel: AdapterEvidenceAssessment,
          participant: AdapterEvidenceAssessment,
        }),
      },
      404: absent,
    },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { feed_id: feedId, item_id: itemId } = request.params;
      const found = (await isOf(tenant, feedId, itemId))
        ? await runtime.assessment(tenant, itemId)
        : null;
      return found === null ? sendNotFound(reply) : sendJson(reply, 200, found);
    },
  });
}
