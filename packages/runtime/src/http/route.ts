import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import { answerAtOnce, type AnswerAtOnce } from "./at-once.ts";
import type { HttpContext } from "./context.ts";
import { guard } from "./guard.ts";
import type { Access, Hook } from "./guard.ts";
import { NO_QUERY } from "./validate.ts";

export interface ReplyDoc {
  readonly description: string;
  /** Absent: no body, or one that is no JSON. */
  readonly schema?: z.ZodType;
  /** Absent: application/json. */
  readonly contentType?: string;
}

/** What /openapi.json says of a route beyond method, path and parameters. */
export interface RouteDoc {
  readonly access: Access;
  readonly summary: string;
  readonly params: z.ZodObject | null;
  readonly query: z.ZodObject | null;
  readonly body: { readonly schema: z.ZodType | null; readonly contentType: string } | null;
  readonly replies: Readonly<Record<number, ReplyDoc>>;
}

declare module "fastify" {
  interface FastifyContextConfig {
    doc?: RouteDoc;
  }
}

type RouteRequest<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
> = FastifyRequest<{ Params: z.output<P>; Querystring: z.output<Q>; Body: z.output<B> }>;

interface Route<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType> {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly access: Access;
  readonly summary: string;
  readonly params?: P;
  /**
   * Fields are read from text as their schema asks. Absent: any parameter is refused, for a name that is misspelt must not
   * pass for heeded; but on open routes (readers, hubs and whoever follows a link add their own) and those with an `admit` of
   * their own (providers) the query is not looked at.
   */
  readonly query?: Q;
  /** Checked before the handler runs. */
  readonly body?: B;
  /** Only documented: the handler checks the body itself. */
  readonly documentedBody?: { readonly schema: z.ZodType | null; readonly contentType?: string };
  readonly replies: Readonly<Record<number, ReplyDoc>>;
  /** Answers for as long as the reader likes: HEAD would never end. */
  readonly endless?: boolean;
  /** In place of the guard that `access` stands for. */
  readonly admit?: Hook;
  /** Asked before everything but the guard. */
  readonly atOnce?: AnswerAtOnce;
  handler(request: RouteRequest<P, Q, B>, reply: FastifyReply): unknown;
}

export type AddRoute = <
  P extends z.ZodObject = z.ZodObject,
  Q extends z.ZodObject = z.ZodObject,
  B extends z.ZodType = z.ZodType,
>(
  route: Route<P, Q, B>,
) => void;

/** Registers routes with their guard, their checks and their documentation. */
export const routeAdder =
  (
    app: FastifyInstance,
    context: Pick<HttpContext, "auth" | "gate" | "log" | "requests">,
  ): AddRoute =>
  (route) => {
    const { method, path, access, params, body, documentedBody, atOnce } = route;
    const strangers = access === "open" || route.admit !== undefined;
    const query = route.query ?? (strangers ? undefined : NO_QUERY);
    const admit = route.admit ?? (access === "open" ? null : guard(context, access));
    const hooks = [
      ...(admit === null ? [] : [admit]),
      ...(atOnce === undefined ? [] : [answerAtOnce(atOnce, app.prefix + path, context.requests)]),
    ];
    const written =
      documentedBody === undefined
        ? body === undefined
          ? null
          : { schema: body, contentType: "application/json" }
        : { contentType: "application/json", ...documentedBody };
    app.route({
      method,
      url: path,
      exposeHeadRoute: route.endless !== true,
      ...(hooks.length === 0 ? {} : { onRequest: hooks }),
      schema: {
        ...(params === undefined ? {} : { params }),
        ...(query === undefined ? {} : { querystring: query }),
        ...(body === undefined ? {} : { body }),
      },
      config: {
        doc: {
          access,
          summary: route.summary,
          params: params ?? null,
          query: query ?? null,
          body: written,
          replies: route.replies,
        },
      },
      handler: route.handler as (request: FastifyRequest, reply: FastifyReply) => unknown,
    });
  };
