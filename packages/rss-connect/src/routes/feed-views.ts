// What is known of a feed (RssAdapterSpecification §23, §28.2): read-only.
import {
  principalOf,
  sendJson,
  sendNotFound,
  viewRoute,
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
import { fetchEvent } from "../native/fetch-event.ts";
import type { Addresses } from "../publication/addresses.ts";
import type { Library } from "../publication/library.ts";
import { FeedManifest, manifestOf } from "../publication/manifest.ts";
import type { ManifestSigner } from "../publication/manifest-signer.ts";

export interface FeedViewOptions {
  readonly runtime: Pick<AdapterRuntime, "timeline">;
  readonly store: Pick<Store, "load">;
  readonly library: Library;
  readonly addresses: Pick<Addresses, "feedPath">;
  readonly clock: Pick<Clock, "now">;
  /** Null: manifests are not signed. */
  readonly signer: ManifestSigner | null;
}

const Params = z.strictObject({ feed_id: z.string().min(1).max(64) });
const absent = { description: "Nothing of that name.", contentType: "application/problem+json" };
/** As many events of one feed as the store reads at once. */
const MOST_EVENTS = 1_000;

const ManifestAnswer = z.strictObject({
  manifest: FeedManifest,
  jws: z
    .strictObject({ payload: z.string(), protected: z.string(), signature: z.string() })
    .nullable()
    .describe("The manifest as a flattened JWS (RFC 7515); null: no manifest_key is configured."),
});

export function feedViewRoutes({ route }: RouteTools, options: FeedViewOptions): void {
  const { runtime, store, library, addresses, clock, signer } = options;
  const ofFeed = async (tenant: string, feedId: string) =>
    (await runtime.timeline(tenant, `endpoint:${feedId}`))?.events ?? [];

  viewRoute(route, {
    path: "/feeds/:feed_id/health",
    access: "actions:read",
    summary: "How the feed does.",
    params: Params,
    replies: { 200: { description: "Its health.", schema: RssChannelHealth }, 404: absent },
    async read(tenant, { feed_id: feedId }) {
      const found = await library.edition(tenant, feedId);
      const record = await library.record(tenant, feedId);
      if (found === null || record === null) return null;
      const events = await ofFeed(tenant, feedId);
      const invalid =
        events.findLast(({ adapter_event_type: type }) => /^feed\.(?:in)?valid$/.test(type))
          ?.adapter_event_type === "feed.invalid";
      const serving = found.edition === null ? "nothing" : invalid ? "older" : "current";
      const { dropped } = await keptClaims(store, tenant, feedId);
      const claimsDropped = dropped !== null && clock.now() - dropped.last_at <= STALE_MS;
      const facts = { feed: record.feed, events, serving, claimsDropped } as const;
      return channelHealth(facts);
    },
  });

  viewRoute(route, {
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
    async read(tenant, { feed_id: feedId }) {
      if ((await library.record(tenant, feedId)) === null) return null;
      const path = addresses.feedPath(tenant, feedId);
      const events = (await ofFeed(tenant, feedId)).flatMap((event) =>
        fetchEvent(event, feedId, path),
      );
      return { fetch_events: events };
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
}
