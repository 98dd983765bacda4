import {
  principalOf,
  sendJson,
  sendNotFound,
  type AdapterRuntime,
  type RouteTools,
} from "@underclaim/runtime";
import { z } from "zod";
import { SmsEndpointQuality, smsEndpointQuality } from "../model/endpoint-quality.ts";
import { notFound } from "./replies.ts";

export interface EndpointRouteOptions {
  readonly runtime: Pick<AdapterRuntime, "endpointQuality">;
}

/** By the endpoint's id, which evidence names it by: no path carries a number. */
export function endpointRoutes({ route }: RouteTools, { runtime }: EndpointRouteOptions): void {
  route({
    method: "GET",
    path: "/sms/endpoints/:id/quality",
    access: "events:read",
    summary: "What is known of a telephone endpoint (§25); never evidence.",
    params: z.strictObject({ id: z.string().min(1).max(256) }),
    replies: {
      200: { description: "Its quality.", schema: SmsEndpointQuality },
      404: notFound("Nothing is known of it."),
    },
    async handler(request, reply) {
      const quality = await runtime.endpointQuality(principalOf(request).tenant, request.params.id);
      return quality === null
        ? sendNotFound(reply)
        : sendJson(reply, 200, smsEndpointQuality(quality));
    },
  });
}
