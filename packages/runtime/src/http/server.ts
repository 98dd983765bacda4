import { STATUS_CODES } from "node:http";
import { fastify } from "fastify";
import type { FastifyInstance } from "fastify";
import { PROBLEM_TYPE, problemText } from "./problem.ts";
import { answerBadAddress } from "./failures.ts";
import { PROBLEMS } from "./problems.ts";
import type { ProblemCode } from "./problems.ts";

/**
 * The Fastify instance an adapter's plugin stands in: no request log (paths and queries may be personal), problems for
 * what no route sees, requests under way are answered while closing.
 */
export function adapterServer(options: { readonly trustProxy?: boolean } = {}): FastifyInstance {
  return fastify({
    logger: false,
    trustProxy: options.trustProxy ?? false,
    return503OnClosing: false,
    requestTimeout: 60_000,
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
}

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
