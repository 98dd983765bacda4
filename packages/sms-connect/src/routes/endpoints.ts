import { viewRoute, type AdapterRuntime, type RouteTools } from "@underclaim/runtime";
import { z } from "zod";
import { SmsEndpointQuality, smsEndpointQuality } from "../model/endpoint-quality.ts";
import { notFound } from "./replies.ts";

export interface EndpointRouteOptions {
  readonly runtime: Pick<AdapterRuntime, "endpointQuality">;
}

/** By the endpoint's id, which evidence names it by: no path carries a number. */
export function endpointRoutes({ route }: RouteTools, { runtime }: EndpointRouteOptions): void {
  viewRoute(route, {
    path: "/sms/endpoints/:id/quality",
    access: "events:read",
    summary: "What is known of a telephone endpoint (§25); never evidence.",
    params: z.strictObject({ id: z.string().min(1).max(256) }),
    replies: {
      200: { description: "Its quality.", schema: SmsEndpointQuality },
      404: notFound("Nothing is known of it."),
    },
    async read(tenant, { id }) {
      const quality = await runtime.endpointQuality(tenant, id);
      return quality === null ? null : smsEndpointQuality(quality);
    },
  });
}
