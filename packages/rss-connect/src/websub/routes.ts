// WebSub over HTTP: the hub for subscribers, callbacks for hubs elsewhere, and what an operator asks of both.
import { AdapterActionResult } from "@underclaim/contract";
import {
  answerAction,
  principalOf,
  sendJson,
  sendNotFound,
  stableId,
  timestamp,
  type AdapterRuntime,
  type Clock,
  type Ids,
  type RouteTools,
  type TenantId,
} from "@underclaim/runtime";
import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import type { Subscription } from "./hub/documents.ts";
import type { Hub } from "./hub/hub.ts";
import { SubscriptionRequest } from "./model/subscription-request.ts";
import type { CallbackAnswer, Subscriber } from "./subscriber/subscriber.ts";

export interface WebSubRoutesOptions {
  /** Null: this service has no hub of its own. */
  readonly hub: Hub | null;
  readonly subscriber: Subscriber;
  readonly runtime: Pick<AdapterRuntime, "submit">;
  /** Whether the tenant has a feed of this id. */
  readonly isFeed: (tenant: TenantId, feedId: string) => Promise<boolean>;
  readonly clock: Pick<Clock, "now">;
  readonly ids: Ids;
  /** Whose hub stands under the path that names no tenant. */
  readonly home: TenantId;
  readonly tenants: readonly TenantId[];
  /** Of a delivery to this service's own callbacks, in bytes. */
  readonly mostBytes: number;
}

const Name = z.string().min(1).max(64);
const FeedParams = z.strictObject({ feed_id: Name });
const SubscriptionParams = z.strictObject({ feed_id: Name, subscription: Name });
const CallbackParams = z.strictObject({ id: Name, token: z.string().min(1).max(64) });
const text = (description: string) => ({ description, contentType: "text/plain" });
const FORM = "application/x-www-form-urlencoded";
/** A callback and a topic of 2,048 characters each, and a secret, percent-encoded. */
const LONGEST_FORM = 32_768;

const HubSubscription = z.strictObject({
  subscription: z.string().describe("Names the subscriber; its callback is not shown."),
  host: z.string().describe("The callback's host."),
  signed: z.boolean().describe("It gave a secret: deliveries are signed."),
  subscriber: z
    .string()
    .nullable()
    .describe(
      "The registered subscriber whose system its answers are evidence of. Null: nobody registered this callback with a secret, or it was subscribed with another.",
    ),
  since: z.string(),
  lease_until: z.string(),
  failures: z.int().describe("Failed deliveries in a row."),
  last: z.strictObject({ outcome: z.string(), status: z.string(), at: z.string() }).nullable(),
});

const Denial = z.strictObject({ reason: z.string().min(1).max(200).optional() });
const Notice = z.strictObject({
  idempotency_key: z.string().min(1).max(256),
  hub_url: z.string().optional(),
  feed_item_id: z.string().min(1).max(256).optional(),
});

export function websubRoutes(tools: RouteTools, options: WebSubRoutesOptions): void {
  notifyRoute(tools, options);
  if (options.hub !== null) subscriptionRoutes(tools, options.hub, options);
  tools.app.register(async (scope) => {
    readForms(scope);
    if (options.hub !== null) hubRoutes(tools.routeIn(scope), options.hub, options);
  });
  tools.app.register(async (scope) => {
    readBytes(scope, options.mostBytes);
    callbackRoutes(tools.routeIn(scope), options.subscriber);
  });
}

type AddRoute = ReturnType<RouteTools["routeIn"]>;

function readForms(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    FORM,
    { parseAs: "string", bodyLimit: LONGEST_FORM },
    (_request, body, done) => done(null, body),
  );
}

function readBytes(scope: FastifyInstance, bodyLimit: number): void {
  scope.removeAllContentTypeParsers();
  scope.addHook("onRoute", (route) => {
    route.bodyLimit = bodyLimit;
  });
  scope.addContentTypeParser("*", { parseAs: "buffer", bodyLimit }, (_request, body, done) =>
    done(null, body),
  );
}

function hubRoutes(
  route: AddRoute,
  hub: Hub,
  { home, tenants }: Pick<WebSubRoutesOptions, "home" | "tenants">,
): void {
  const common = {
    method: "POST",
    access: "open",
    summary: "Subscribe to a feed, or end a subscription (WebSub). The callback must confirm it.",
    documentedBody: { schema: SubscriptionRequest, contentType: FORM },
    replies: {
      202: { description: "Taken; the callback is asked next." },
      400: text("Not a subscription request, or a callback that this hub may not reach."),
      403: text("The topic is not public."),
      404: text("No topic of this hub."),
      429: text("Too many requests for one host."),
      503: text("Too many subscribers or requests."),
    },
  } as const;
  const answer = async (tenant: TenantId, body: unknown, reply: FastifyReply) => {
    if (!tenants.includes(tenant)) return sendNotFound(reply);
    const { status, text: says } = await hub.request(tenant, typeof body === "string" ? body : "");
    if (status === 429 || status === 503) reply.header("retry-after", "60");
    return reply.code(status).type("text/plain; charset=utf-8").send(says);
  };
  route({
    ...common,
    path: "/websub",
    handler: (request, reply) => answer(home, request.body, reply),
  });
  route({
    ...common,
    path: "/t/:tenant/websub",
    params: z.strictObject({ tenant: Name }),
    handler: (request, reply) => answer(request.params.tenant, request.body, reply),
  });
}

function callbackRoutes(route: AddRoute, subscriber: Subscriber): void {
  const send = (reply: FastifyReply, { status, text: says }: CallbackAnswer) =>
    status === 404
      ? sendNotFound(reply)
      : reply
          .code(status)
          .header("x-content-type-options", "nosniff")
          .type("text/plain; charset=utf-8")
          .send(says);
  const path = "/websub/callbacks/:id/:token";
  route({
    method: "GET",
    path,
    access: "open",
    summary: "A hub asks whether this service wants a topic, or says that it will not get it.",
    params: CallbackParams,
    replies: {
      200: text("The challenge."),
      404: { description: "Not wanted.", contentType: "application/problem+json" },
    },
    async handler(request, reply) {
      const { id, token } = request.params;
      const query = new URL(request.url, "http://callback.invalid").searchParams;
      return send(reply, await subscriber.verify(id, token, query));
    },
  });
  route({
    method: "POST",
    path,
    access: "open",
    summary:
      "A hub delivers a topic's content. What is not signed with this subscription's secret is ignored.",
    params: CallbackParams,
    documentedBody: { schema: null, contentType: "*/*" },
    replies: {
      204: { description: "Taken, and durable if it was authentic." },
      404: { description: "Not wanted.", contentType: "application/problem+json" },
    },
    async handler(request, reply) {
      const { id, token } = request.params;
      const signature = request.headers["x-hub-signature"];
      const delivery = {
        body: request.body instanceof Uint8Array ? request.body : new Uint8Array(),
        signature: Array.isArray(signature) ? signature[0] : signature,
        contentType: request.headers["content-type"] ?? null,
      };
      return send(reply, await subscriber.receive(id, token, delivery));
    },
  });
}

function subscriptionRoutes(
  { route }: RouteTools,
  hub: Hub,
  { isFeed }: Pick<WebSubRoutesOptions, "isFeed">,
): void {
  route({
    method: "GET",
    path: "/feeds/:feed_id/websub/subscriptions",
    access: "actions:read",
    summary: "Who subscribes to the feed at this service's hub.",
    params: FeedParams,
    replies: {
      200: {
        description: "The subscriptions.",
        schema: z.strictObject({ subscriptions: z.array(HubSubscription) }),
      },
      404: { description: "No such feed.", contentType: "application/problem+json" },
    },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { feed_id: feedId } = request.params;
      if (!(await isFeed(tenant, feedId))) return sendNotFound(reply);
      const found = [...hub.subscriptions(tenant, feedId)].map(([id, subscription]) =>
        shown(id, subscription, hub.subscriberOf(tenant, feedId, subscription)?.id ?? null),
      );
      return sendJson(reply, 200, { subscriptions: found });
    },
  });
  route({
    method: "POST",
    path: "/feeds/:feed_id/websub/subscriptions/:subscription/deny",
    access: "operate",
    summary: "End a subscription; the subscriber is told that it was denied.",
    params: SubscriptionParams,
    body: Denial,
    replies: {
      204: { description: "Ended." },
      404: { description: "No such subscription.", contentType: "application/problem+json" },
    },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { feed_id: feedId, subscription } = request.params;
      const reason = request.body.reason ?? "denied by the publisher";
      const ended = await hub.deny(tenant, feedId, subscription, reason);
      return ended ? reply.code(204).send() : sendNotFound(reply);
    },
  });
}

const shown = (id: string, subscription: Subscription, subscriber: string | null) => ({
  subscription: id,
  subscriber,
  host: new URL(subscription.callback).host,
  signed: subscription.secret !== null,
  since: timestamp(subscription.since),
  lease_until: timestamp(subscription.lease_until),
  failures: subscription.failures,
  last:
    subscription.last === null
      ? null
      : { ...subscription.last, at: timestamp(subscription.last.at) },
});

function notifyRoute(
  { route }: RouteTools,
  { runtime, ids, clock }: Pick<WebSubRoutesOptions, "runtime" | "ids" | "clock">,
): void {
  route({
    method: "POST",
    path: "/feeds/:feed_id/websub/notify",
    access: "actions:write",
    summary: "Tell the feed's hubs that it has changed: feed.notify_hub without an engine.",
    params: FeedParams,
    body: Notice,
    replies: {
      200: {
        description: "The same request again: the result as first answered.",
        schema: AdapterActionResult,
      },
      202: { description: "The hubs are told.", schema: AdapterActionResult },
      409: { description: "The same key with another request.", schema: AdapterActionResult },
      422: {
        description: "Understood and refused: the feed has no such hub.",
        schema: AdapterActionResult,
      },
    },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { idempotency_key: key, ...parameters } = request.body;
      const own = `local:${stableId("notify", tenant, key)}`;
      const action = {
        request_id: ids.next("req"),
        action_type: "feed.notify_hub",
        coordination_case_id: own,
        channel: "websub",
        target_endpoint: { endpoint_type: "rss_feed", endpoint_id: request.params.feed_id },
        parameters,
        tracking_context: { correlation_id: own, coordination_case_id: own },
        idempotency_key: key,
        requested_at: timestamp(clock.now()),
      };
      return answerAction(reply, await runtime.submit(tenant, action, { local: true }));
    },
  });
}
