import type { ErrorDescriptor } from "@underclaim/contract";
import type { FastifyReply } from "fastify";
import type { AssessmentDraft } from "../definition/assess.ts";
import type { FieldProblem } from "../engine/adapter-runtime.ts";
import { PROBLEMS } from "./problems.ts";
import type { ProblemCode } from "./problems.ts";

export const PROBLEM_TYPE = "application/problem+json; charset=utf-8";
const JSON_TYPE = "application/json; charset=utf-8";

export interface ProblemDetail {
  /** What was wrong and what to do; never a value of the request. */
  readonly detail: string;
  /** Absent: made from the code and the detail. */
  readonly error?: ErrorDescriptor;
  readonly problems?: readonly FieldProblem[];
  /** Seconds; absent: the kind's own; null: waiting does not help. */
  readonly retryAfter?: number | null;
  /** Finds the log line of an unexpected failure. */
  readonly incident?: string;
  /** What the adapter says of an action that could not even be recorded. */
  readonly assessment?: AssessmentDraft;
}

/** The body of a problem (RFC 9457) with the ErrorDescriptor of AdapterInterfaceSpecification §23. */
export function problemText(code: ProblemCode, detail: ProblemDetail): string {
  const { status, title, category, retryable } = PROBLEMS[code];
  const error = detail.error ?? { code, message: detail.detail, retryable, category };
  return JSON.stringify({
    type: `urn:underclaim:problem:${code}`,
    title,
    status,
    detail: detail.detail,
    ...(detail.incident === undefined ? {} : { incident: detail.incident }),
    error,
    problems: detail.problems ?? [],
    ...(detail.assessment === undefined ? {} : { assessment: detail.assessment }),
  });
}

export function sendProblem(
  reply: FastifyReply,
  code: ProblemCode,
  detail: ProblemDetail,
): FastifyReply {
  const kind = PROBLEMS[code];
  const usual = "retryAfter" in kind ? kind.retryAfter : null;
  const retryAfter = detail.retryAfter === undefined ? usual : detail.retryAfter;
  if (retryAfter !== null) reply.header("retry-after", String(retryAfter));
  if (kind.status === 401) reply.header("www-authenticate", 'Bearer realm="underclaim"');
  return reply
    .code(kind.status)
    .header("content-type", PROBLEM_TYPE)
    .send(problemText(code, detail));
}

const NOT_FOUND = problemText("not_found", {
  detail: "There is nothing at this address that this API key may see.",
});

/** The same bytes for a route that does not exist, a thing that does not exist and a thing of another tenant. */
export const sendNotFound = (reply: FastifyReply): FastifyReply =>
  reply.code(404).header("content-type", PROBLEM_TYPE).send(NOT_FOUND);

/** JSON without a serialiser of the framework in between. */
export const sendJson = (reply: FastifyReply, status: number, value: unknown): FastifyReply =>
  sendText(reply, status, JSON.stringify(value));

/** What is JSON text already. */
export const sendText = (reply: FastifyReply, status: number, text: string): FastifyReply =>
  reply.code(status).header("content-type", JSON_TYPE).send(text);

/** What is JSON in UTF-8 already. */
export const sendBytes = (reply: FastifyReply, bytes: Buffer): FastifyReply =>
  reply.code(200).header("content-type", JSON_TYPE).send(bytes);
