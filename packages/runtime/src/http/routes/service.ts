import { z } from "zod";
import { StoreUnavailableError } from "../../errors.ts";
import { Alive, Readiness } from "../bodies.ts";
import type { HttpContext } from "../context.ts";
import type { Metrics } from "../metrics.ts";
import type { OpenApi } from "../openapi.ts";
import { sendJson } from "../problem.ts";
import type { AddRoute } from "../route.ts";

/** Probes and the interface's description are open: they say nothing of any tenant. Metrics need a key. */
export function serviceRoutes(
  route: AddRoute,
  context: HttpContext,
  metrics: Metrics,
  openApi: OpenApi,
): void {
  const { runtime } = context;
  const started = context.started ?? (() => STARTED.has(runtime.lifecycle));

  route({
    method: "GET",
    path: "/health/live",
    access: "open",
    summary: "The process answers.",
    replies: { 200: { description: "It does.", schema: Alive } },
    handler: (_request, reply) => sendJson(reply, 200, { status: "live" }),
  });

  route({
    method: "GET",
    path: "/health/ready",
    access: "open",
    summary: "The service has started and its store answers.",
    replies: {
      200: { description: "Ready.", schema: Readiness },
      503: { description: "Not ready.", schema: Readiness },
    },
    async handler(_request, reply) {
      const store = await storeAnswers(context);
      const ready = store && started();
      return sendJson(reply, ready ? 200 : 503, {
        status: ready ? "ready" : "not_ready",
        started: started(),
        store: store ? "available" : "unavailable",
      });
    },
  });

  route({
    method: "GET",
    path: "/metrics",
    access: "metrics:read",
    summary: "Prometheus metrics.",
    replies: {
      200: { description: "Text format 0.0.4.", schema: z.string(), contentType: "text/plain" },
    },
    async handler(_request, reply) {
      const text = await metrics.render();
      return reply.code(200).header("content-type", metrics.contentType).send(text);
    },
  });

  route({
    method: "GET",
    path: "/openapi.json",
    access: "open",
    summary: "This interface as OpenAPI 3.1.",
    replies: {
      200: { description: "The document.", schema: z.record(z.string(), z.unknown()) },
    },
    handler: (_request, reply) =>
      sendJson(
        reply,
        200,
        openApi.document({
          title: runtime.descriptor.adapter_name,
          version: runtime.descriptor.adapter_version,
        }),
      ),
  });
}

/** Not before `start()`, not after retirement; a disabled adapter still takes events. */
const STARTED: ReadonlySet<string> = new Set(["healthy", "degraded", "disabled"]);

async function storeAnswers({ runtime }: HttpContext): Promise<boolean> {
  try {
    await runtime.store.head();
    return true;
  } catch (error) {
    if (error instanceof StoreUnavailableError) return false;
    throw error;
  }
}
