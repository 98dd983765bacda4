import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { PersonUnclearError } from "../engine/erase.ts";
import { StoreUnavailableError } from "../errors.ts";
import type { Log } from "../log/logger.ts";
import type { Ids } from "../time-and-ids.ts";
import { PROBLEM_TYPE, problemText, sendNotFound, sendProblem } from "./problem.ts";
import type { ProblemDetail } from "./problem.ts";
import type { ProblemCode } from "./problems.ts";
import { Refusal } from "./refusal.ts";

/** What the framework refuses before a handler runs: its code → our problem. */
const FRAMEWORK: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ["body_too_large", "Send a smaller body."],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    "unsupported_media_type",
    "Send the body as Content-Type: application/json.",
  ],
  FST_ERR_CTP_EMPTY_JSON_BODY: ["malformed_json", "The body is empty."],
  FST_ERR_CTP_INVALID_JSON_BODY: ["malformed_json", "The body is not JSON."],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    "malformed_request",
    "The body is not as long as Content-Length says.",
  ],
  // RFC 10008 §2, which the framework heeds before it knows whether there is such a route.
  FST_ERR_ROUTE_MISSING_CONTENT_TYPE: [
    "malformed_request",
    "No address answers QUERY, and this one has no Content-Type, which it needs.",
  ],
  FST_ERR_BAD_URL: ["malformed_url", "The address has an escape that cannot be decoded."],
  ECONNRESET: ["malformed_request", "The body did not arrive whole."],
};

/** Every error becomes a problem: the caller's fault is never a 500, and ours never shows a stack. */
export function answerFailures(app: FastifyInstance, log: Log, ids: Ids): void {
  app.setErrorHandler((error, request, reply) => answerFailure(error, request, reply, log, ids));
}

function answerFailure(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Log,
  ids: Ids,
): FastifyReply {
  if (error instanceof Refusal) return sendProblem(reply, error.code, error.detail);
  if (error instanceof PersonUnclearError)
    return sendProblem(reply, error.several ? "conflict" : "not_found", { detail: error.message });
  if (error instanceof StoreUnavailableError) {
    log.error({ err: error, req: request }, "store unavailable");
    const assessed = error.assessment === null ? {} : { assessment: error.assessment };
    return error.outcomeUnknown
      ? sendProblem(reply, "outcome_unknown", {
          detail:
            "The store stopped meanwhile. Send the same request again later, an action with the same idempotency_key: what was written is not done twice.",
        })
      : sendProblem(reply, "store_unavailable", {
          detail: "Nothing of this request was written. Send it again later.",
          ...assessed,
        });
  }
  const known = error instanceof Error ? FRAMEWORK[(error as FastifyError).code] : undefined;
  if (known !== undefined) return sendProblem(reply, known[0], { detail: known[1] });
  const incident = ids.next("incident");
  log.error({ err: error, req: request, incident }, "unexpected failure");
  return sendProblem(reply, "internal_error", {
    detail: `The failure was logged as ${incident}.`,
    incident,
  });
}

/** For addresses that no router understands; they never reach a plugin. */
export function answerBadAddress(error: FastifyError, reply: FastifyReply): void {
  const detail: ProblemDetail = {
    detail:
      error.code === "FST_ERR_MAX_PARAM_LENGTH"
        ? "A part of the address is longer than any id."
        : "The address has an escape that cannot be decoded.",
  };
  reply.code(400).header("content-type", PROBLEM_TYPE).send(problemText("malformed_url", detail));
}

interface KnownPath {
  readonly matches: RegExp;
  readonly methods: Set<string>;
}

/** 404 for what no route knows, 405 where another method would do. */
export function answerUnknownRoutes(app: FastifyInstance): void {
  const paths = new Map<string, KnownPath>();
  app.addHook("onRoute", ({ url, method }) => {
    let known = paths.get(url);
    if (known === undefined) {
      known = { matches: patternOf(url), methods: new Set() };
      paths.set(url, known);
    }
    for (const name of [method].flat()) known.methods.add(name);
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.raw.url?.split("?", 1)[0] ?? "";
    const allowed = new Set<string>();
    for (const { matches, methods } of paths.values()) {
      if (matches.test(path)) for (const method of methods) allowed.add(method);
    }
    if (allowed.size === 0 || allowed.has(request.method)) return sendNotFound(reply);
    const names = [...allowed].sort().join(", ");
    reply.header("allow", names);
    return sendProblem(reply, "method_not_allowed", { detail: `Allowed here: ${names}.` });
  });
}

const patternOf = (url: string): RegExp =>
  new RegExp(
    `^${url
      .split("/")
      .map((segment) =>
        segment.startsWith(":")
          ? "[^/]+"
          : segment.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`),
      )
      .join("/")}$`,
  );
