// Items and what they carry, at addresses of their own (RssAdapterSpecification §12.4): who asks is observed.
import { sendNotFound, type RouteTools, type Store } from "@underclaim/runtime";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { answerFeedRequest } from "../model/conditional.ts";
import { renderItemPage } from "../model/render-item-page.ts";
import { prepareFeed } from "../model/rendered.ts";
import { itemFetched } from "../publication/item-observation.ts";
import { standingItem } from "../publication/standing-item.ts";
import { PAYLOAD_TYPE, payloadKey } from "../publication/own-documents.ts";
import { admitReader, consumerOf, headerText, type Serving } from "./reader.ts";
import { sendAnswer } from "./send-answer.ts";
import { askForCredentials } from "./serve-feed.ts";

export interface ItemServing extends Serving {
  readonly store: Pick<Store, "load">;
}

const Params = z.strictObject({
  feed_id: z.string().min(1).max(64),
  item_id: z.string().min(1).max(256),
});
const TenantParams = Params.extend({ tenant: z.string().min(1).max(64) });
type Which = z.output<typeof Params> & { tenant?: string };

const replies = (contentType: string) => ({
  200: { description: "The item, or what it carries.", contentType },
  304: { description: "It has not changed." },
  401: { description: "This feed needs a registered client.", contentType: "text/plain" },
  404: { description: "No such item stands in the feed.", contentType: "application/problem+json" },
});

export function itemRoutes({ route }: RouteTools, serving: ItemServing): void {
  for (const [suffix, what, type] of [
    ["", "page", "text/html"],
    ["/payload.json", "payload", PAYLOAD_TYPE],
  ] as const) {
    const add = (prefix: string, params: z.ZodObject): void =>
      route({
        method: "GET",
        path: `${prefix}/feeds/:feed_id/items/:item_id${suffix}`,
        access: "open",
        summary:
          what === "page" ? "The item as a page of its own." : "The payload that the item carries.",
        params,
        replies: replies(type),
        handler: (request, reply) => serve(serving, what, request.params as Which, request, reply),
      });
    add("", Params);
    add("/t/:tenant", TenantParams);
  }
}

async function serve(
  serving: ItemServing,
  what: "page" | "payload",
  { feed_id: feedId, item_id: itemId, tenant = serving.home }: Which,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { library, observer, store, tenants, clock } = serving;
  const feed = tenants.includes(tenant) ? await library.record(tenant, feedId) : null;
  if (feed === null) return sendNotFound(reply);
  const reader = await admitReader(serving, tenant, feed, request);
  if (reader === "refused") return askForCredentials(reply);

  const key = payloadKey(feedId, itemId);
  const { record, snapshot } = await standingItem(store, tenant, feedId, itemId, [{ doc: key }]);
  const mine = record?.item.participant_id ?? null;
  const hidden =
    feed.per_participant && mine !== null && mine !== (reader.client?.participant_id ?? null);
  const text =
    record === null || hidden
      ? null
      : what === "page"
        ? renderItemPage(record.entry, feed.feed)
        : (snapshot.doc(key)?.text ?? null);
  if (record === null || text === null) return sendNotFound(reply);

  const now = clock.now();
  const { headers } = request;
  const rendered = prepareFeed(
    new TextEncoder().encode(text),
    // Its dates are the publisher's, and no commit says when the page changed: the ETag alone tells.
    null,
    what === "page" ? "text/html; charset=utf-8" : `${PAYLOAD_TYPE}; charset=utf-8`,
  );
  const answer = answerFeedRequest(
    rendered,
    {
      ifNoneMatch: headers["if-none-match"],
      ifModifiedSince: headers["if-modified-since"],
      acceptEncoding: headerText(headers["accept-encoding"]),
    },
    now,
    feed.policy.require_authentication ? "private, no-cache" : "no-cache",
  );
  if (feed.observe_fetches) {
    const fetched = itemFetched({
      record,
      what,
      consumer: consumerOf(serving, request, reader),
      client: reader.client,
      status: answer.status,
      revalidated: answer.status === 304 || request.method === "HEAD",
      at: now,
    });
    // Retrieved is what was sent to its end: a client that goes away half-way has nothing.
    reply.raw.once("finish", () => observer.gather(tenant, fetched));
  }
  return sendAnswer(reply.headers(SAFE), answer);
}

/** Published HTML is sanitised; this keeps a browser from doing more than showing it. */
const SAFE = {
  "content-security-policy":
    "default-src 'none'; img-src https: http:; sandbox allow-top-navigation-by-user-activation",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
} as const;
