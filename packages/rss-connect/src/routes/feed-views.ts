// What is known of a feed and its items (RssAdapterSpecification §23, §28.2): read-only.
import { AdapterEvent, AdapterEvidenceAssessment } from "@underclaim/contract";
import {
  principalOf,
  sendJson,
  sendNotFound,
  type AdapterRuntime,
  type Clock,
  type RouteTools,
  type Store,
} from "@underclaim/runtime";
import { z } from "zod";
import { STALE_MS } from "../logs/claim-room.ts";
import { keptClaims } from "../logs/claims.ts";
import { channelHealth, RssChannelHealth } from "../model/channel-health.ts";
import { FeedFetchEvent } from "../model/feed-consumer.ts";
import { FEED_FORMATS } from "../model/feed.ts";
import { FORMATS } from "../model/formats.ts";
import type { FeedLimits } from "../model/limits.ts";
import { fetchEvent } from "../native/fetch-event.ts";
import type { Addresses } from "../publication/addresses.ts";
import { currentContents } from "../publication/contents.ts";
import { goneKey } from "../publication/documents.ts";
import type { Library } from "../publication/library.ts";
import { FeedManifest, manifestOf } from "../publication/manifest.ts";
import type { ManifestSigner } from "../publication/manifest-signer.ts";
import { standingItem } from "../publication/standing-item.ts";
import { viewOf } from "../publication/views.ts";

export interface FeedViewOptions {
  readonly runtime: Pick<AdapterRuntime, "timeline" | "assessment">;
  readonly store: Pick<Store, "load">;
  readonly library: Library;
  readonly addresses: Addresses;
  readonly limits: FeedLimits;
  readonly clock: Pick<Clock, "now">;
  /** Null: manifests are not signed. */
  readonly signer: ManifestSigner | null;
}

const Params = z.strictObject({ feed_id: z.string().min(1).max(64) });
const ItemParams = Params.extend({ item_id: z.string().min(1).max(256) });
const absent = { description: "Nothing of that name.", contentType: "application/problem+json" };
/** As many events of one feed as the store reads at once. */
const MOST_EVENTS = 1_000;

const Problem = z.strictObject({
  format: z.enum(FEED_FORMATS),
  rule: z.string(),
  field: z.string(),
  line: z
    .int()
    .nullable()
    .describe("In the rendered document, from 1; null: it is wrong before it is rendered."),
  message: z.string(),
  remedy: z.string(),
});
const ValidateBody = z.strictObject({
  format: z.enum(FEED_FORMATS).optional().describe("Default: every format; of a document, rss2."),
  document: z
    .string()
    .max(8_388_608)
    .optional()
    .describe("Checked in place of the feed as it stands; nothing is published."),
});
const Validated = z.strictObject({ valid: z.boolean(), problems: z.array(Problem) });
const HistoryEntry = z.strictObject({
  change: z.string(),
  at: z.iso.datetime({ offset: true }),
  revision: z.int().nullable(),
  content_hash: z.string().nullable(),
});
const ManifestAnswer = z.strictObject({
  manifest: FeedManifest,
  jws: z
    .strictObject({ payload: z.string(), protected: z.string(), signature: z.string() })
    .nullable()
    .describe("The manifest as a flattened JWS (RFC 7515); null: no manifest_key is configured."),
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

export function feedViewRoutes({ route }: RouteTools, options: FeedViewOptions): void {
  const { runtime, store, library, addresses, limits, clock, signer } = options;
  const eventsOf = async (tenant: string, subject: string) =>
    (await runtime.timeline(tenant, subject))?.events ?? [];
  const ofFeed = (tenant: string, feedId: string) => eventsOf(tenant, `endpoint:${feedId}`);
  /** An item of this feed: standing, archived or gone. */
  const isOf = async (tenant: string, feedId: string, itemId: string): Promise<boolean> => {
    const gone = goneKey(feedId, itemId);
    const { record, snapshot } = await standingItem(store, tenant, feedId, itemId, [{ doc: gone }]);
    return record !== null || snapshot.doc(gone) !== null;
  };

  route({
    method: "POST",
    path: "/feeds/:feed_id/validate",
    access: "actions:read",
    summary: "Check the feed as it stands, or a document, before publication (§15).",
    params: Params,
    body: ValidateBody,
    replies: { 200: { description: "What is wrong with it.", schema: Validated }, 404: absent },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { feed_id: feedId } = request.params;
      const record = await library.record(tenant, feedId);
      if (record === null) return sendNotFound(reply);
      const { format, document } = request.body;
      const contents = await currentContents(store, tenant, record);
      // Says what is news of its validity: the evidence is of what is served.
      if (document === undefined) await library.edition(tenant, feedId);
      const formats =
        format !== undefined
          ? [format]
          : document === undefined
            ? FEED_FORMATS
            : (["rss2"] as const);
      const problems = formats.flatMap((one) => {
        const shown = viewOf(contents, { format: one }, { tenant, record, addresses }) ?? contents;
        const found =
          document === undefined
            ? problemsOf(FORMATS[one].render(shown.model, limits))
            : FORMATS[one].check(new TextEncoder().encode(document));
        return found.map(({ rule, field, message, remedy, line }) => ({
          format: one,
          rule,
          field,
          line: line ?? null,
          message,
          remedy,
        }));
      });
      return sendJson(reply, 200, { valid: problems.length === 0, problems });
    },
  });

  route({
    method: "GET",
    path: "/feeds/:feed_id/health",
    access: "actions:read",
    summary: "How the feed does.",
    params: Params,
    replies: { 200: { description: "Its health.", schema: RssChannelHealth }, 404: absent },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { feed_id: feedId } = request.params;
      const found = await library.edition(tenant, feedId);
      const record = await library.record(tenant, feedId);
      if (found === null || record === null) return sendNotFound(reply);
      const events = await ofFeed(tenant, feedId);
      const invalid =
        events.findLast(({ adapter_event_type: type }) => /^feed\.(?:in)?valid$/.test(type))
          ?.adapter_event_type === "feed.invalid";
      const serving = found.edition === null ? "nothing" : invalid ? "older" : "current";
      const { dropped } = await keptClaims(store, tenant, feedId);
      const claimsDropped = dropped !== null && clock.now() - dropped.last_at <= STALE_MS;
      const facts = { feed: record.feed, events, serving, claimsDropped } as const;
      return sendJson(reply, 200, channelHealth(facts));
    },
  });

  route({
    method: "GET",
    path: "/feeds/:feed_id/fetch-events",
    access: "events:read",
    summary: "Fetches that were observed, as §19 has them: newest last, at most 1,000.",
    params: Params,
    replies: {
      200: {
        description: "Fetches.",
        schema: z.strictObject({ fetch_events: z.array(FeedFetchEvent) }),
      },
      404: absent,
    },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { feed_id: feedId } = request.params;
      const record = await library.record(tenant, feedId);
      if (record === null) return sendNotFound(reply);
      const path = addresses.feedPath(tenant, feedId);
      const events = (await ofFeed(tenant, feedId)).flatMap((event) =>
        fetchEvent(event, feedId, path),
      );
      return sendJson(reply, 200, { fetch_events: events });
    },
  });

  route({
    method: "GET",
    path: "/feeds/:feed_id/manifest",
    access: "actions:read",
    summary: "What stood in the feed at a time, signed where a key is configured.",
    params: Params,
    query: z.strictObject({
      at: z.iso.datetime({ offset: true }).optional().describe("Default: now."),
    }),
    replies: { 200: { description: "The manifest.", schema: ManifestAnswer }, 404: absent },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { feed_id: feedId } = request.params;
      if ((await library.record(tenant, feedId)) === null) return sendNotFound(reply);
      const { at } = request.query;
      const events = await ofFeed(tenant, feedId);
      const when = at === undefined ? clock.now() : Date.parse(at);
      const manifest = manifestOf(feedId, events, when, events.length < MOST_EVENTS);
      const jws = signer === null ? null : await signer.sign(manifest);
      return sendJson(reply, 200, { manifest, jws });
    },
  });
  if (signer !== null) {
    route({
      method: "GET",
      path: "/manifest-key.json",
      access: "open",
      summary: "The public key (JWK) that manifests are verified with.",
      replies: { 200: { description: "The key.", schema: z.record(z.string(), z.unknown()) } },
      handler: async (_request, reply) => sendJson(reply, 200, await signer.publicKey()),
    });
  }

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
      const changes = (await eventsOf(tenant, itemId))
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

const problemsOf = (rendering: ReturnType<(typeof FORMATS)["rss2"]["render"]>) =>
  rendering.ok ? [] : rendering.problems;
