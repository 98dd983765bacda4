import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { TenantId } from "../../time-and-ids.ts";
import { ProblemDocument, ReceivedReply, RelayedEvent } from "../bodies.ts";
import type { HttpContext } from "../context.ts";
import { admit, pace, principalOf } from "../guard.ts";
import type { Hook } from "../guard.ts";
import { sendJson, sendNotFound, sendProblem } from "../problem.ts";
import { Refusal } from "../refusal.ts";
import { routeAdder } from "../route.ts";
import { strayEvents, type StrayEvent } from "../stray-events.ts";
import type { AddRoute } from "../route.ts";

const Name = z.string().min(1).max(128);
const replies = {
  202: { description: "Durable, or a dead letter.", schema: ReceivedReply },
  401: {
    description: "No valid API key, or a signature that was not verified.",
    schema: ProblemDocument,
    contentType: "application/problem+json",
  },
  404: {
    description: "No such source or account, or a source that arrives over a session.",
    schema: ProblemDocument,
    contentType: "application/problem+json",
  },
};

interface Received {
  readonly source: string;
  readonly account: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly url: string;
  readonly body: Uint8Array;
  /** It is the provider itself that is answered, in its own way where it has one. */
  readonly acknowledged?: boolean;
}

/**
 * Events that providers post. A signed source needs no API key: its account names the tenant and the secrets. An
 * unsigned one needs a key with `events:write`, which names the tenant.
 */
export function providerEventRoutes(
  app: FastifyInstance,
  route: AddRoute,
  context: HttpContext,
): void {
  route({
    method: "POST",
    path: "/adapter/events/provider",
    access: "events:write",
    summary: "Hand on a provider's event that was received elsewhere.",
    body: RelayedEvent,
    replies,
    handler(request, reply) {
      const { source, account = null, content_type, headers, url, body, encoding } = request.body;
      const { tenant } = principalOf(request);
      if (encoding === "base64" && !z.base64().safeParse(body).success) throw notBase64();
      if (context.runtime.source(source)?.signed === true) {
        if (context.accounts.tenant(source, account) !== tenant) return sendNotFound(reply);
      }
      return receive(context, reply, tenant, {
        source,
        account,
        headers: {
          ...(content_type === undefined ? {} : { "content-type": content_type }),
          ...lowerCase(headers ?? {}),
        },
        url: url ?? urlOf(context, request),
        body: Buffer.from(body, encoding),
      });
    },
  });

  // Their bodies are whatever bytes the provider sends, and their signatures cover every one.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => {
      done(null, body);
    });
    const add = routeAdder(scope, context);
    const admitted = admitProvider(context, strayEvents(context));
    for (const params of [
      z.strictObject({ source: Name }),
      z.strictObject({ source: Name, account: Name }),
    ]) {
      const path = ["/adapter/events/provider", ...Object.keys(params.shape)].join("/:");
      postRoute(add, context, admitted, path, params);
      getRoute(add, context, admitted, path, params);
    }
  });
}

const notBase64 = (): Refusal =>
  new Refusal("malformed_request", {
    detail: "The body is not base64, as encoding says. Nothing was taken in.",
    problems: [{ path: "body", message: "Must be base64 with padding." }],
  });

interface Addressed {
  readonly source: string;
  readonly account?: string;
}

const posted = (request: FastifyRequest) => request.params as Addressed;

function postRoute(
  add: AddRoute,
  context: HttpContext,
  admit: Hook,
  path: string,
  params: z.ZodObject,
): void {
  add({
    method: "POST",
    path,
    access: "events:write",
    summary: "What a provider posts. A signed source needs no API key.",
    params,
    documentedBody: { schema: null, contentType: "*/*" },
    replies,
    admit,
    handler: (request, reply) => handle(context, request, reply),
  });
}

/** Some providers report by GET. Only sources that say so take it: a GET must not do anything elsewhere. */
function getRoute(
  add: AddRoute,
  context: HttpContext,
  admit: Hook,
  path: string,
  params: z.ZodObject,
): void {
  add({
    method: "GET",
    path,
    access: "events:write",
    summary: "What a provider reports by GET, with its facts in the query.",
    params,
    replies: {
      ...replies,
      200: { description: "Durable, or a dead letter.", schema: ReceivedReply },
    },
    admit,
    handler(request, reply) {
      // HEAD is for looking only.
      const takes = context.runtime.source(posted(request).source)?.get === true;
      if (!takes || request.method === "HEAD") return sendNotFound(reply);
      return handle(context, request, reply);
    },
  });
}

function handle(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply | Promise<FastifyReply> {
  const { source, account = null } = posted(request);
  const tenant = request.principal?.tenant ?? context.accounts.tenant(source, account);
  if (tenant === null) return sendNotFound(reply);
  return receive(context, reply, tenant, {
    source,
    account,
    headers: headersOf(request),
    url: urlOf(context, request),
    body: request.body instanceof Uint8Array ? request.body : new Uint8Array(),
    acknowledged: true,
  });
}

/** Only a signed source with a known account is spared the key: everything else looks the same without one. */
const admitProvider =
  (context: HttpContext, stray: StrayEvent): Hook =>
  (request, _reply, done) => {
    const { source, account = null } = posted(request);
    const signed = context.runtime.source(source)?.signed === true;
    if (signed && context.accounts.tenant(source, account) !== null) {
      pace(context.gate, `${source}/${account ?? ""}`);
    } else {
      try {
        admit(context, request, "events:write");
      } catch (error) {
        if (error instanceof Refusal && error.code === "unauthenticated") stray(source, account);
        throw error;
      }
    }
    done();
  };

async function receive(
  { runtime, clock, log }: HttpContext,
  reply: FastifyReply,
  tenant: TenantId,
  { source, account, headers, url, body, acknowledged = false }: Received,
): Promise<FastifyReply> {
  const receivedAt = clock.now();
  const answer = await runtime.receive(tenant, source, { headers, body, url, account, receivedAt });
  switch (answer.kind) {
    case "received": {
      const { acknowledgement, get = false } = runtime.source(source) ?? {};
      if (acknowledged && acknowledgement !== undefined) {
        const { status, contentType, body: text = "" } = acknowledgement;
        if (contentType !== undefined) reply.type(contentType);
        return reply.code(status).send(text);
      }
      const status = get && reply.request.method === "GET" ? 200 : 202;
      return sendJson(reply, status, { natives: answer.natives, dead_letter: answer.deadLetter });
    }
    case "unknown_source":
      return sendNotFound(reply);
    case "unverified":
      log.warn({ source, tenant, reason: answer.reason }, "a provider's event was not verified");
      return sendProblem(reply, "unverified", {
        detail: "The signature does not match what this account signs with.",
      });
    default:
      return answer satisfies never;
  }
}

/** Our own credentials are no part of the event and must not be kept with it. */
function headersOf(request: FastifyRequest): Record<string, string> {
  const kept = { ...request.headers };
  delete kept["x-api-key"];
  delete kept.cookie;
  if (request.principal !== null) delete kept.authorization;
  return lowerCase(kept);
}

function lowerCase(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string> {
  const lower: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    lower[name.toLowerCase()] = typeof value === "string" ? value : value.join(", ");
  }
  return lower;
}

/** The address the provider believes it called. */
function urlOf({ publicUrl }: HttpContext, request: FastifyRequest): string {
  const base = publicUrl ?? `${request.protocol}://${request.host}`;
  return `${base.replace(/\/$/, "")}${request.raw.url ?? ""}`;
}
