// Streamable HTTP on loopback: a bearer token for everybody, Host and Origin checked before anything is read.
import { createMcpFastifyApp } from "@modelcontextprotocol/fastify";
import { toNodeHandler } from "@modelcontextprotocol/node";
import {
  createMcpHandler,
  localhostAllowedOrigins,
  type McpServerFactory,
} from "@modelcontextprotocol/server";
import { ConfigurationError, sha256 } from "@underclaim/runtime";
import type { SkillConfiguration } from "@underclaim/xmpp-send-skill";
import type { FastifyInstance } from "fastify";

type HttpSettings = SkillConfiguration["http"];

/** @throws ConfigurationError where no token is configured: everybody on this machine could ask otherwise */
export function httpApp(factory: McpServerFactory, settings: HttpSettings): FastifyInstance {
  const { host, tokens, allowed_origins } = settings;
  if (tokens.length === 0)
    throw new ConfigurationError([
      {
        path: "http.tokens",
        message: "has none, so nobody could ask. Configure one.",
        source: null,
      },
    ]);
  const app = createMcpFastifyApp({
    host,
    allowedOrigins: [...localhostAllowedOrigins(), ...allowed_origins],
  });
  const handler = createMcpHandler(factory);
  const serve = toNodeHandler(handler);
  app.addHook("onClose", () => handler.close());
  app.route({
    method: ["GET", "POST", "DELETE"],
    url: "/mcp",
    async handler(request, reply) {
      const client = clientOf(request.headers.authorization, tokens);
      if (client === null)
        return reply
          .code(401)
          .header("www-authenticate", "Bearer")
          .send({ error: "Send a configured token: Authorization: Bearer <token>." });
      reply.hijack();
      const auth = { token: "", clientId: client, scopes: [] };
      await serve(Object.assign(request.raw, { auth }), reply.raw, request.body);
      return reply;
    },
  });
  return app;
}

/** Looked up by digest, so that how long it takes tells nothing of a token. */
function clientOf(header: string | undefined, tokens: HttpSettings["tokens"]): string | null {
  const presented = /^Bearer +(\S{1,512}) *$/i.exec(header ?? "")?.[1];
  if (presented === undefined) return null;
  const digest = sha256(presented);
  return tokens.find(({ token }) => sha256(token.current().reveal()) === digest)?.id ?? null;
}
