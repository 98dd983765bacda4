import { AdapterActionRequest } from "@underclaim/contract";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { ActionAnswer } from "../../engine/adapter-runtime.ts";
import { ProblemDocument, ResolveRequest, ResultReply } from "../bodies.ts";
import type { HttpContext } from "../context.ts";
import { principalOf } from "../guard.ts";
import { sendJson, sendNotFound, sendProblem, sendText } from "../problem.ts";
import type { AddRoute } from "../route.ts";

const OperationParams = z.strictObject({ operation_id: z.string().min(1).max(256) });

const problem = (description: string) => ({
  description,
  schema: ProblemDocument,
  contentType: "application/problem+json",
});

export function actionRoutes(route: AddRoute, { runtime }: HttpContext): void {
  route({
    method: "POST",
    path: "/adapter/actions",
    access: "actions:write",
    summary: "Ask for an action.",
    documentedBody: { schema: AdapterActionRequest },
    replies: {
      200: {
        description: "The same request again: the result as first answered.",
        schema: ResultReply,
      },
      202: { description: "Accepted; no proof of the intended result.", schema: ResultReply },
      409: {
        description: "The same key with another request; error.details.conflict_fields says where.",
        schema: ResultReply,
      },
      422: { description: "Understood and refused.", schema: ResultReply },
    },
    async handler(request, reply) {
      return answerAction(reply, await runtime.submit(principalOf(request).tenant, request.body));
    },
  });

  route({
    method: "GET",
    path: "/adapter/actions/:operation_id",
    access: "actions:read",
    summary: "The current result of an operation.",
    params: OperationParams,
    replies: {
      200: { description: "The result as it stands now.", schema: ResultReply },
      404: problem("No such operation."),
    },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const result = await runtime.action(tenant, request.params.operation_id);
      return result === null ? sendNotFound(reply) : sendJson(reply, 200, result);
    },
  });

  route({
    method: "POST",
    path: "/adapter/actions/:operation_id/resolve",
    access: "operate",
    summary: "Decide an operation whose outcome is unknown.",
    params: OperationParams,
    body: ResolveRequest,
    replies: {
      200: { description: "The result as it stands now.", schema: ResultReply },
      404: problem("No such operation."),
      409: problem("The outcome is known already."),
    },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { operation_id } = request.params;
      const { as, note } = request.body;
      const answer = await runtime.resolve(tenant, operation_id, as, note);
      if (answer === "not_found") return sendNotFound(reply);
      if (answer === "not_unknown") {
        return sendProblem(reply, "operation_not_unknown", {
          detail: "Only an operation whose outcome is unknown can be resolved.",
        });
      }
      const result = await runtime.action(tenant, operation_id);
      return result === null ? sendNotFound(reply) : sendJson(reply, 200, result);
    },
  });
}

/** The design's table of answers to a posted action. Adapters' own send routes answer by it, too. */
export function answerAction(reply: FastifyReply, answer: ActionAnswer): FastifyReply {
  switch (answer.kind) {
    case "accepted":
      if (!answer.replayed) return sendText(reply, 202, answer.text);
      return sendText(reply.header("idempotency-replayed", "true"), 200, answer.text);
    case "refused":
      if (answer.replayed) reply.header("idempotency-replayed", "true");
      return sendText(reply, 422, answer.text);
    case "conflict":
      return sendJson(reply, 409, conflictResult(answer));
    case "malformed":
      return sendProblem(reply, "malformed_request", {
        detail: answer.error.message,
        error: answer.error,
        problems: answer.problems,
      });
    case "disabled":
      return sendProblem(reply, "adapter_disabled", {
        detail: answer.error.message,
        error: answer.error,
        ...(answer.error.retryable ? {} : { retryAfter: null }),
      });
    default:
      return answer satisfies never;
  }
}

/** The result stays an AdapterActionResult; the conflict (§9.7) stands in its error's details. */
function conflictResult({ result, conflict }: Extract<ActionAnswer, { kind: "conflict" }>): object {
  const error = result.error ?? {
    code: "idempotency_conflict",
    message: "The idempotency_key was used for another request. Use a fresh key.",
    retryable: false,
    category: "idempotency_conflict",
  };
  return { ...result, error: { ...error, details: { ...error.details, ...conflict } } };
}
