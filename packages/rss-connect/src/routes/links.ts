// Where links of items lead through (RssAdapterSpecification §12.4). Open to everybody: whoever has the link may follow it.
import type { Log, RouteTools, TenantId } from "@underclaim/runtime";
import { answerLink, classifyLinkRequest, LINK_REPLIES } from "@underclaim/runtime/links";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { ItemRecord } from "../publication/documents.ts";
import { goneKey, itemOf } from "../publication/documents.ts";
import { linkFollowed } from "../publication/item-observation.ts";
import { LINK_PATH, linkKey, LinkRecord } from "../publication/own-documents.ts";
import { standingItem } from "../publication/standing-item.ts";
import type { ItemServing } from "./items.ts";
import { consumerOf } from "./reader.ts";

export interface LinkServing extends ItemServing {
  readonly log: Log;
}

export function linkRoutes({ route }: RouteTools, serving: LinkServing): void {
  route({
    method: "GET",
    path: `${LINK_PATH}/:token`,
    access: "open",
    summary: "A link of an item: leads to its target.",
    params: z.strictObject({ token: z.string() }),
    replies: LINK_REPLIES,
    handler: (request, reply) => follow(serving, request.params.token, request, reply),
  });
}

interface Found {
  readonly token: string;
  readonly link: LinkRecord;
  /** Null: what is known of it is forgotten; it still leads somewhere. */
  readonly record: ItemRecord | null;
}

const follow = (
  serving: LinkServing,
  token: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> =>
  answerLink(reply, {
    token,
    tenants: serving.tenants,
    log: serving.log,
    find: (tenant, name) => linkOf(serving, tenant, name),
    async follow(tenant, found) {
      await note(serving, tenant, found, request);
      return found.link.url;
    },
  });

async function note(
  serving: LinkServing,
  tenant: TenantId,
  { token, link, record }: Found,
  request: FastifyRequest,
): Promise<void> {
  const feed = await serving.library.record(tenant, link.feed_id);
  if (record === null || feed?.observe_fetches !== true) return;
  const { authorization } = request.headers;
  const client = await serving.consumers.authenticate(tenant, link.feed_id, authorization);
  const followed = linkFollowed({
    record,
    link,
    token,
    agent: classifyLinkRequest(request),
    consumer: consumerOf(serving, request, { client }),
    client,
    at: serving.clock.now(),
  });
  serving.observer.gather(tenant, followed);
}

async function linkOf(
  { store }: LinkServing,
  tenant: TenantId,
  token: string,
): Promise<Found | null> {
  const key = linkKey(token);
  const doc = (await store.load(tenant, [{ doc: key }])).doc(key);
  if (doc === null) return null;
  const link = LinkRecord.parse(JSON.parse(doc.text));
  const gone = goneKey(link.feed_id, link.feed_item_id);
  const item = await standingItem(store, tenant, link.feed_id, link.feed_item_id, [{ doc: gone }]);
  const left = item.snapshot.doc(gone);
  return { token, link, record: item.record ?? (left === null ? null : itemOf(left)) };
}
