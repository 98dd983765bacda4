import { ErasureReply, ErasureRequest, LifecycleDocument, ProblemDocument } from "../bodies.ts";
import type { HttpContext } from "../context.ts";
import { principalOf } from "../guard.ts";
import { sendJson } from "../problem.ts";
import type { AddRoute } from "../route.ts";

const problem = (description: string) => ({
  description,
  schema: ProblemDocument,
  contentType: "application/problem+json",
});

export function operatorRoutes(route: AddRoute, { runtime, keepLifecycle }: HttpContext): void {
  route({
    method: "POST",
    path: "/adapter/lifecycle",
    access: "service:operate",
    summary: "Move the adapter through its lifecycle: for all tenants.",
    body: LifecycleDocument,
    replies: { 200: { description: "Where the adapter stands now.", schema: LifecycleDocument } },
    async handler(request, reply) {
      await keepLifecycle?.(request.body.state);
      runtime.setLifecycle(request.body.state);
      return sendJson(reply, 200, { state: runtime.lifecycle });
    },
  });

  // The key of a person may itself be personal, so it travels in a body, not in an address.
  route({
    method: "POST",
    path: "/adapter/erasures",
    access: "operate",
    summary: "Erase what is kept of a person. Evidence and hash records stay.",
    body: ErasureRequest,
    replies: {
      200: { description: "Done, and durable.", schema: ErasureReply },
      404: problem("It leads to nobody: no key, no address, nothing recorded of such an endpoint."),
      409: problem("The endpoint is of several persons. Nothing was erased."),
    },
    async handler(request, reply) {
      const erased = await runtime.erase(principalOf(request).tenant, request.body.person);
      return sendJson(reply, 200, { erased });
    },
  });
}
