import { STATUS_CODES } from "node:http";
import { Readable } from "node:stream";
import { fastify } from "fastify";
import type { FastifyInstance, preParsingHookHandler } from "fastify";
import { PROBLEM_TYPE, problemText } from "./problem.ts";
import { answerBadAddress } from "./failures.ts";
import { PROBLEMS } from "./problems.ts";
import type { ProblemCode } from "./problems.ts";

/**
 * The Fastify instance an adapter's plugin stands in: no request log (paths and queries may be personal), problems for
 * what no route sees, requests under way are answered while closing.
 */
export function adapterServer(options: { readonly trustProxy?: boolean } = {}): FastifyInstance {
  const app = fastify({
    logger: false,
    trustProxy: options.trustProxy ?? false,
    return503OnClosing: false,
    requestTimeout: 60_000,
    // The stream of a body that is none costs more than the rest of a small request.
    http: { optimizeEmptyRequests: true },
    routerOptions: { maxParamLength: 512 },
    frameworkErrors: (error, _request, reply) => answerBadAddress(error, reply),
    clientErrorHandler: (error, socket) => {
      if (!socket.writable) {
        socket.destroy();
        return;
      }
      const [code, detail] = connectionProblem(error.code);
      const body = problemText(code, { detail });
      const { status } = PROBLEMS[code];
      socket.end(
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: ${PROBLEM_TYPE}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
      );
    },
  });
  app.addHook("preParsing", endBodies);
  return app;
}

/**
 * Of a request that tells of no body Node then makes a stream that never says that it has ended. A parser of bodies would
 * wait for it, and the request for ever.
 */
const endBodies: preParsingHookHandler = ({ method }, _reply, payload, done) => {
  if (payload.readableEnded === true && method !== "GET" && method !== "HEAD")
    done(null, Readable.from([]));
  else done();
};

function connectionProblem(code: string | undefined): readonly [ProblemCode, string] {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return ["headers_too_large", "Send fewer or shorter header fields."];
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return ["request_timeout", "The request took too long to arrive. Send it again."];
    default:
      return ["malformed_request", "The request is not HTTP as this server reads it."];
  }
}
