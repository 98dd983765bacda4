// Where links of items lead through (RssAdapterSpecification §12.4). Open to everybody: whoever has the link may follow it.
import { StoreUnavailableError, type Log, type RouteTools } from "@underclaim/runtime";
import { classifyLinkRequest, isLinkToken } from "@underclaim/runtime/links";
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

const HEADERS = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex, nofollow",
  "x-content-type-options": "nosniff",
} as const;

export function linkRoutes({ route }: RouteTools, serving: LinkServing): void {
  route({
    method: "GET",
    path: `${LINK_PATH}/:token`,
    access: "open",
    summary: "A link of an item: leads to its target.",
    params: z.strictObject({ token: z.string() }),
    replies: {
      302: { description: "There it leads." },
      404: { description: "No such link, or no longer.", contentType: "text/plain" },
      503: { description: "Links cannot be read just now.", contentType: "text/plain" },
    },
    handler: (request, reply) => follow(serving, request.params.token, request, reply),
  });
}

interface Found {
  readonly tenant: string;
  readonly link: LinkRecord;
  /** Null: what is known of it is forgotten; it still leads somewhere. */
  readonly record: ItemRecord | null;
}

async function follow(
  serving: LinkServing,
  token: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  reply.headers(HEADERS);
  const found = isLinkToken(token) ? await linkOf(serving, token) : null;
  if (found === "unavailable")
    return page(
      reply.header("retry-after", "5"),
      503,
      "This does not work just now. Try again in a moment.",
    );
  if (found === null) return page(reply, 404, "This link leads nowhere, or no longer.");
  const { tenant, link, record } = found;
  const feed = await serving.library.record(tenant, link.feed_id);
  if (record !== null && feed?.observe_fetches === true) {
    const client = await serving.consumers.authenticate(
      tenant,
      link.feed_id,
      request.headers.authorization,
    );
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
  return reply.code(302).header("location", link.url).send();
}

async function linkOf(
  { store, tenants, log }: LinkServing,
  token: string,
): Promise<Found | "unavailable" | null> {
  const key = linkKey(token);
  try {
    for (const tenant of tenants) {
      const doc = (await store.load(tenant, [{ doc: key }])).doc(key);
      if (doc === null) continue;
      const link = LinkRecord.parse(JSON.parse(doc.text));
      const gone = goneKey(link.feed_id, link.feed_item_id);
      const item = await standingItem(store, tenant, link.feed_id, link.feed_item_id, [
        { doc: gone },
      ]);
      const left = item.snapshot.doc(gone);
      return { tenant, link, record: item.record ?? (left === null ? null : itemOf(left)) };
    }
    return null;
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error;
    log.error({ err: error }, "a link was not read");
    return "unavailable";
  }
}

const page = (reply: FastifyReply, status: 404 | 503, text: string): FastifyReply =>
  reply.code(status).type("text/plain; charset=utf-8").send(`${text}\n`);
