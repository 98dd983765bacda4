// An answer to a conditional request, by the framework's reply.
import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";
import type { FeedAnswer } from "../model/conditional.ts";

export function sendAnswer(
  reply: FastifyReply,
  { status, headers, body }: Pick<FeedAnswer, "status" | "headers" | "body">,
): FastifyReply {
  reply.code(status).headers(headers);
  // For HEAD the framework drops the body, and needs it to say its length.
  if (status !== 304) return reply.send(body);
  // Of nothing it would say for HEAD that the length is 0, which is not that of the document (RFC 9110 §8.6).
  return reply.request.method === "HEAD" ? reply.send(Readable.from([])) : reply.send();
}
