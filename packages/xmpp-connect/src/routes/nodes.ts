// POST /xmpp/pubsub/{node}/publish (XmppAdapterSpecification §31.2). The node is named as configured, or by its endpoint id.
import { ActionLink } from "@underclaim/contract";
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
} from "@underclaim/runtime";
import { z } from "zod";
import type { XmppKit } from "../kit.ts";
import { XmppPubSubNode } from "../model/pubsub.ts";
import { configuredNodes, isServed, nodeId, nodeUri } from "../pubsub/configured.ts";
import { findNamed } from "./named.ts";
import { notFound } from "./replies.ts";
import { BODY_OR_TEMPLATE, bodyOrTemplate, messageFields, SEND_REPLIES } from "./send.ts";

const Publish = z
  .strictObject({
    idempotency_key: messageFields.idempotency_key,
    title: z.string().min(1).max(1_000).nullish(),
    body: messageFields.body,
    template_ref: messageFields.template_ref,
    variables: messageFields.variables,
    action_links: z.array(ActionLink).default([]),
    expires_at: messageFields.expires_at,
    account: messageFields.account,
    stream: messageFields.stream,
    language: messageFields.language,
  })
  .refine(bodyOrTemplate, BODY_OR_TEMPLATE)
  .meta({ id: "XmppPublish", description: "One item in one node, in no coordination case." });

const Node = z.strictObject({
  node: z
    .string()
    .min(1)
    .max(256)
    .describe("The node's name in the configuration, or its endpoint id."),
});

const NodesReply = z
  .strictObject({
    nodes: z.array(
      z.strictObject({ account: z.string(), endpoint_id: z.string(), node: XmppPubSubNode }),
    ),
  })
  .meta({ id: "XmppNodes" });

export interface NodeRouteOptions {
  readonly runtime: Pick<AdapterRuntime, "submit">;
  readonly kit: XmppKit;
  readonly clock: Pick<Clock, "now">;
  readonly ids: Ids;
}

export function nodeRoutes({ route }: RouteTools, options: NodeRouteOptions): void {
  const { runtime, kit, clock, ids } = options;
  route({
    method: "POST",
    path: "/xmpp/pubsub/:node/publish",
    access: "actions:write",
    summary: "Publish one item in a node that an account uses.",
    params: Node,
    body: Publish,
    replies: { ...SEND_REPLIES, 404: notFound("No such node is configured.") },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const named = request.params.node;
      const { idempotency_key, title, body, account, stream, language, ...more } = request.body;
      const found = findNamed(configuredNodes(kit, tenant), { named, account }, ({ node }) => [
        node.name,
        nodeId(kit, node),
      ]);
      if (found === undefined) return sendNotFound(reply);
      const own = `local:${stableId("send", tenant, idempotency_key)}`;
      const asked = {
        request_id: ids.next("req"),
        action_type: "feed.publish_item",
        coordination_case_id: own,
        channel: "xmpp_pubsub",
        target_endpoint: { endpoint_type: "pubsub_node", value: nodeUri(found.node) },
        content: {
          ...(body ? { body_text: body } : {}),
          ...(title ? { subject: title } : {}),
          action_links: more.action_links,
        },
        template_ref: more.template_ref ?? null,
        variables: more.variables ?? null,
        parameters: { account: found.account.account, stream, language: language ?? null },
        tracking_context: { correlation_id: own, coordination_case_id: own },
        idempotency_key,
        requested_at: timestamp(clock.now()),
        expires_at: more.expires_at ?? null,
      };
      return answerAction(reply, await runtime.submit(tenant, asked, { local: true }));
    },
  });

  route({
    method: "GET",
    path: "/xmpp/pubsub",
    access: "content:read",
    summary: "The nodes that the tenant's accounts are configured to use.",
    replies: { 200: { description: "By account.", schema: NodesReply } },
    handler(request, reply) {
      const { tenant } = principalOf(request);
      return sendJson(reply, 200, {
        nodes: configuredNodes(kit, tenant).map(({ account, node }) => ({
          account: account.account,
          endpoint_id: nodeId(kit, node),
          node: {
            service_jid: node.service,
            node_id: node.node,
            // Known where we made it, or serve it; else it is the service's to say.
            access_model: node.create || isServed(account, node) ? node.access_model : "unknown",
            publisher_model:
              node.create || isServed(account, node) ? node.publish_model : "unknown",
            metadata: {
              name: node.name,
              subscribed: node.subscribe,
              served: isServed(account, node),
            },
          },
        })),
      });
    },
  });
}
