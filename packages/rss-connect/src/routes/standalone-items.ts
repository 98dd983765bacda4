// Items without an engine (RssAdapterSpecification §28.2): thin over the same intake as every action.
import {
  ActionContent,
  AdapterActionResult,
  PolicyContext,
  ResourceRef,
} from "@underclaim/contract";
import {
  answerAction,
  principalOf,
  stableId,
  timestamp,
  type AdapterRuntime,
  type Clock,
  type Ids,
  type RouteTools,
} from "@underclaim/runtime";
import { z } from "zod";
import { PublishParameters, UpdateParameters } from "../actions/parameters.ts";

const Key = z
  .string()
  .min(1)
  .max(256)
  .describe("The same key with the same content is one request; shared with /adapter/actions.");
const said = {
  idempotency_key: Key,
  content: ActionContent.partial().optional(),
  payload_ref: ResourceRef.nullish(),
  participant_id: z.string().min(1).max(256).nullish(),
  policy_context: PolicyContext.nullish(),
};
const PublishBody = z.strictObject({ ...said, parameters: PublishParameters.optional() });
const UpdateBody = z.strictObject({
  ...said,
  parameters: UpdateParameters.omit({ feed_item_id: true, guid: true }).optional(),
});
const RemoveQuery = z.strictObject({ idempotency_key: Key });

const Params = z.strictObject({ feed_id: z.string().min(1).max(64) });
const ItemParams = Params.extend({ item_id: z.string().min(1).max(256) });

const replies = {
  200: {
    description: "The same request again: the result as first answered.",
    schema: AdapterActionResult,
  },
  202: { description: "Done; no proof that anybody reads it.", schema: AdapterActionResult },
  404: { description: "Nothing of that name.", contentType: "application/problem+json" },
  409: { description: "The same key with another request.", schema: AdapterActionResult },
  422: { description: "Understood and refused.", schema: AdapterActionResult },
};

export interface StandaloneOptions {
  readonly runtime: Pick<AdapterRuntime, "submit">;
  readonly clock: Pick<Clock, "now">;
  readonly ids: Ids;
}

interface Asked {
  readonly type: string;
  readonly tenant: string;
  readonly feedId: string;
  readonly key: string;
  readonly parameters: object;
  readonly said?: object;
}

export function standaloneItemRoutes({ route }: RouteTools, options: StandaloneOptions): void {
  const { runtime, clock, ids } = options;
  /** In a case of its own, which its key alone names: a repeat names the same. */
  const submit = ({ type, tenant, feedId, key, parameters, said: rest = {} }: Asked) => {
    const own = `local:${stableId("feed", tenant, key)}`;
    const action = {
      ...rest,
      request_id: ids.next("req"),
      action_type: type,
      coordination_case_id: own,
      channel: "rss",
      target_endpoint: { endpoint_type: "rss_feed", endpoint_id: feedId },
      parameters,
      tracking_context: { correlation_id: own, coordination_case_id: own },
      idempotency_key: key,
      requested_at: timestamp(clock.now()),
    };
    return runtime.submit(tenant, action, { local: true });
  };
  const common = { access: "actions:write" as const, replies };

  route({
    ...common,
    method: "POST",
    path: "/feeds/:feed_id/items",
    summary: "Publish an item in no coordination case.",
    params: Params,
    body: PublishBody,
    async handler(request, reply) {
      const { idempotency_key: key, parameters = {}, ...rest } = request.body;
      const { feed_id: feedId } = request.params;
      const { tenant } = principalOf(request);
      const asked = { type: "feed.publish_item", tenant, feedId, key, parameters, said: rest };
      return answerAction(reply, await submit(asked));
    },
  });
  route({
    ...common,
    method: "PUT",
    path: "/feeds/:feed_id/items/:item_id",
    summary: "Replace the content of an item.",
    params: ItemParams,
    body: UpdateBody,
    async handler(request, reply) {
      const { idempotency_key: key, parameters, ...rest } = request.body;
      const { feed_id: feedId, item_id } = request.params;
      const { tenant } = principalOf(request);
      const named = { ...parameters, feed_item_id: item_id };
      const asked = {
        type: "feed.update_item",
        tenant,
        feedId,
        key,
        parameters: named,
        said: rest,
      };
      return answerAction(reply, await submit(asked));
    },
  });
  route({
    ...common,
    method: "DELETE",
    path: "/feeds/:feed_id/items/:item_id",
    summary: "Remove an item.",
    params: ItemParams,
    query: RemoveQuery,
    async handler(request, reply) {
      const { feed_id: feedId, item_id } = request.params;
      const { tenant } = principalOf(request);
      const { idempotency_key: key } = request.query;
      const parameters = { feed_item_id: item_id };
      return answerAction(
        reply,
        await submit({ type: "feed.remove_item", tenant, feedId, key, parameters }),
      );
    },
  });
}
