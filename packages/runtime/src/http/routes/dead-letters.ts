import { z } from "zod";
import type { ReplayAnswer } from "../../engine/adapter-runtime.ts";
import type { DeadLetter } from "../../store/port.ts";
import { timestamp } from "../../time-and-ids.ts";
import {
  DeadLetterDocument,
  DeadLetterList,
  DeadLetterQuery,
  ProblemDocument,
  ReplayReply,
} from "../bodies.ts";
import type { HttpContext } from "../context.ts";
import { principalOf } from "../guard.ts";
import { sendJson, sendNotFound } from "../problem.ts";
import type { AddRoute } from "../route.ts";

const params = z.strictObject({ id: z.string().min(1).max(256) });
const missing = {
  description: "No such dead letter.",
  schema: ProblemDocument,
  contentType: "application/problem+json",
};

/** What could not be processed, why, and the two ways out. */
export function deadLetterRoutes(route: AddRoute, { runtime }: HttpContext): void {
  route({
    method: "GET",
    path: "/adapter/dead-letters",
    access: "operate",
    summary: "Dead letters, without their content.",
    query: DeadLetterQuery,
    replies: { 200: { description: "A page.", schema: DeadLetterList } },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const letters = await runtime.deadLetters(tenant, request.query);
      const full = letters.length === request.query.limit;
      return sendJson(reply, 200, {
        dead_letters: letters.map(describe),
        next: full ? (letters.at(-1)?.id ?? null) : null,
      });
    },
  });

  route({
    method: "GET",
    path: "/adapter/dead-letters/:id",
    access: "operate",
    summary: "A dead letter; its content only with the scope content:read.",
    params,
    replies: { 200: { description: "The dead letter.", schema: DeadLetterDocument }, 404: missing },
    async handler(request, reply) {
      const { tenant, scopes } = principalOf(request);
      const letter = await runtime.store.deadLetter(tenant, request.params.id);
      if (letter === null) return sendNotFound(reply);
      // An erasure empties the text.
      const shown = scopes.has("content:read") && letter.text !== "";
      const content = shown ? { content: JSON.parse(letter.text) as unknown } : {};
      return sendJson(reply, 200, { ...describe(letter), ...content });
    },
  });

  const end = (
    verb: "replay" | "discard",
    summary: string,
    act: (tenant: string, id: string) => Promise<ReplayAnswer | null>,
  ): void =>
    route({
      method: "POST",
      path: `/adapter/dead-letters/:id/${verb}`,
      access: "operate",
      summary,
      params,
      replies: { 200: { description: "What became of it.", schema: ReplayReply }, 404: missing },
      async handler(request, reply) {
        const answer = await act(principalOf(request).tenant, request.params.id);
        if (answer === null) return sendNotFound(reply);
        return sendJson(reply, 200, { state: answer.state, reason: answer.reason });
      },
    });
  end("replay", "Process it again.", (tenant, id) => runtime.replay(tenant, id));
  end("discard", "Give it up; it stays on record.", (tenant, id) => runtime.discard(tenant, id));
}

const describe = (letter: DeadLetter): DeadLetterDocument => ({
  id: letter.id,
  source: letter.source,
  state: letter.state,
  code: letter.code,
  reason: letter.reason,
  received_at: timestamp(letter.receivedAt),
  attempts: letter.attempts,
});
