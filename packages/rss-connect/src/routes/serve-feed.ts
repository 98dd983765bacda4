// Serving: conditional requests, encodings, and each fetch as an observation (RssAdapterSpecification §19, §22).
import type { Clock, RouteTools } from "@underclaim/runtime";
import { sendNotFound } from "@underclaim/runtime";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { answerFeedRequest } from "../model/conditional.ts";
import { consumerClassifier } from "../native/consumers/classify.ts";
import type { Library } from "../publication/library.ts";
import type { FetchObserver } from "../publication/observer.ts";
import type { KnownConsumers } from "./known-consumers.ts";

/** User agents remembered, of at most 512 characters each. */
const AGENTS_REMEMBERED = 1_000;

export interface ServingOptions {
  readonly library: Library;
  readonly observer: FetchObserver;
  readonly consumers: KnownConsumers;
  /** Whose feeds stand under the path that names no tenant. */
  readonly home: string;
  readonly tenants: readonly string[];
  readonly clock: Clock;
}

const FeedParams = z.strictObject({ feed_id: z.string().min(1).max(64) });
const TenantFeedParams = z.strictObject({
  tenant: z.string().min(1).max(64),
  feed_id: z.string().min(1).max(64),
});
const replies = {
  200: { description: "The feed, RSS 2.0.", contentType: "application/rss+xml" },
  304: { description: "It has not changed." },
  401: { description: "This feed needs a registered client.", contentType: "text/plain" },
  404: { description: "No such feed.", contentType: "application/problem+json" },
  503: { description: "The feed has never been valid.", contentType: "text/plain" },
};

type Serving = ServingOptions & { readonly classify: ReturnType<typeof consumerClassifier> };

export function servingRoutes({ route }: RouteTools, given: ServingOptions): void {
  const options: Serving = { ...given, classify: consumerClassifier(AGENTS_REMEMBERED) };
  const access = "open" as const;
  const summary = "The feed as its readers see it.";
  route({
    method: "GET",
    path: "/feeds/:feed_id/rss.xml",
    access,
    summary,
    params: FeedParams,
    replies,
    handler: (request, reply) =>
      serveFeed(options, options.home, request.params.feed_id, request, reply),
  });
  route({
    method: "GET",
    path: "/t/:tenant/feeds/:feed_id/rss.xml",
    access,
    summary,
    params: TenantFeedParams,
    replies,
    handler: (request, reply) =>
      serveFeed(options, request.params.tenant, request.params.feed_id, request, reply),
  });
}

async function serveFeed(
  options: Serving,
  tenant: string,
  feedId: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { library, observer, consumers, tenants, clock } = options;
  const found = tenants.includes(tenant) ? await library.edition(tenant, feedId) : null;
  if (found === null) return sendNotFound(reply);
  const { edition } = found;
  if (edition === null) {
    return reply
      .code(503)
      .header("retry-after", "60")
      .type("text/plain; charset=utf-8")
      .send("This feed has no valid edition yet.\n");
  }
  const { headers } = request;
  const client = consumers.authenticate(tenant, headers.authorization);
  if (edition.record.policy.require_authentication && client === null) {
    return reply
      .code(401)
      .header("www-authenticate", 'Bearer realm="feed"')
      .type("text/plain; charset=utf-8")
      .send("This feed needs a registered client: send Authorization: Bearer <token>.\n");
  }

  const now = clock.now();
  const answer = answerFeedRequest(
    edition.rendered,
    {
      ifNoneMatch: headers["if-none-match"],
      ifModifiedSince: headers["if-modified-since"],
      acceptEncoding: headerText(headers["accept-encoding"]),
    },
    now,
    edition.record.policy.require_authentication ? "private, no-cache" : "no-cache",
  );
  if (edition.record.observe_fetches) {
    const consumer = options.classify({
      userAgent: headers["user-agent"] ?? null,
      from: headers.from ?? null,
      referer: headers.referer ?? null,
      authenticatedClient: client === null ? null : { kind: client.kind },
    });
    observer.note({
      tenant,
      edition,
      consumer,
      client,
      status: answer.status,
      conditional: answer.conditional,
      revalidated: answer.status === 304 || request.method === "HEAD",
      at: now,
    });
  }
  reply.code(answer.status).headers(answer.headers);
  // For HEAD the framework drops the body, and needs it to say its length.
  return answer.status === 304 ? reply.send() : reply.send(answer.body);
}

const headerText = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(", ") : value;
