// What is known of a feed's items (RssAdapterSpecification §28.2): read-only.
import { AdapterEvent, AdapterEvidenceAssessment } from "@underclaim/contract";
import {
  viewRoute,
  type AdapterRuntime,
  type RouteTools,
  type Store,
  type TenantId,
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

function changeIn(event: AdapterEvent): readonly z.infer<typeof HistoryEntry>[] {
  const { adapter_event_type: change, received_at: at, metadata } = event;
  if (!HISTORY.has(change)) return [];
  const revision = metadata?.["revision"];
  const hash = metadata?.["content_hash"];
  return [
    {
      change,
      at,
      revision: typeof revision === "number" ? revision : null,
      content_hash: typeof hash === "string" ? hash : null,
    },
  ];
}

export function itemViewRoutes({ route }: RouteTools, { runtime, store }: ItemViewOptions): void {
  /** An item of this feed: standing, archived or gone. */
  const isOf = async (tenant: string, feedId: string, itemId: string): Promise<boolean> => {
    const gone = goneKey(feedId, itemId);
    const { record, snapshot } = await standingItem(store, tenant, feedId, itemId, [{ doc: gone }]);
    return record !== null || snapshot.doc(gone) !== null;
  };

  const view = (
    under: "/history" | "/timeline" | "/assessment",
    access: "actions:read" | "events:read",
    summary: string,
    found: { readonly description: string; readonly schema: z.ZodType },
    read: (tenant: TenantId, itemId: string) => Promise<object | null>,
  ): void =>
    viewRoute(route, {
      path: `/feeds/:feed_id/items/:item_id${under}`,
      access,
      summary,
      params: ItemParams,
      replies: { 200: found, 404: absent },
      read: async (tenant, { feed_id: feedId, item_id: itemId }) =>
        (await isOf(tenant, feedId, itemId)) ? read(tenant, itemId) : null,
    });

  view(
    "/history",
    "actions:read",
    "Every change of the item, in order.",
    { description: "Its changes.", schema: z.strictObject({ changes: z.array(HistoryEntry) }) },
    async (tenant, itemId) => {
      const events = (await runtime.timeline(tenant, itemId))?.events ?? [];
      return { changes: events.flatMap(changeIn) };
    },
  );
  view(
    "/timeline",
    "events:read",
    "What happened to the item.",
    {
      description: "Its events.",
      schema: z.strictObject({ subject_ref: z.string(), events: z.array(AdapterEvent) }),
    },
    (tenant, itemId) => runtime.timeline(tenant, itemId),
  );
  view(
    "/assessment",
    "events:read",
    "What that shows of the channel, and of the participant.",
    {
      description: "Both assessments.",
      schema: z.strictObject({
        channel: AdapterEvidenceAssessment,
        participant: AdapterEvidenceAssessment,
      }),
    },
    (tenant, itemId) => runtime.assessment(tenant, itemId),
  );
}
