// Answers that are ready: sent past the framework's checks and its reply, which cost more than such an answer does.
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Hook } from "./guard.ts";
import type { Metrics } from "./metrics.ts";

export interface ReadyAnswer {
  readonly status: number;
  /** Names and values by turns, as they are sent. Content-Length is among them, but not of a 304. */
  readonly headers: readonly string[];
  /** Not sent to HEAD, nor with a 304. */
  readonly body: Uint8Array;
}

/**
 * Of the parameters nothing has been checked yet. Null: the route's handler answers. What it throws is answered as if the
 * handler had thrown it.
 */
export type AnswerAtOnce = (request: FastifyRequest, reply: FastifyReply) => ReadyAnswer | null;

/** @param route the template that the answers are counted under */
export const answerAtOnce =
  (answerTo: AnswerAtOnce, route: string, metrics: Pick<Metrics, "count">): Hook =>
  (request, reply, done) => {
    const answer = answerTo(request, reply);
    if (answer === null) {
      done();
      return;
    }
    const { status, headers, body } = answer;
    const { raw } = reply;
    try {
      raw.writeHead(status, headers as string[]);
    } catch (error) {
      // It goes with the status that was not sent.
      raw.statusMessage = "";
      throw error;
    }
    reply.hijack();
    metrics.count(request, route, status);
    if (status === 304 || request.method === "HEAD") raw.end();
    else raw.end(body);
  };
