// Access logs over HTTP: handed in part by part by whoever can read them.
import {
  principalOf,
  Refusal,
  sendJson,
  sendNotFound,
  timestamp,
  type RouteTools,
  type Store,
} from "@underclaim/runtime";
import { errorCodes } from "fastify";
import { Readable } from "node:stream";
import { z } from "zod";
import { keptClaims } from "./claims.ts";
import type { LogIntake } from "./intake.ts";
import { LOG_FORMATS } from "./parse/line.ts";
import { HalfLine, wholeLines } from "./whole-lines.ts";

export interface LogRoutesOptions {
  readonly intake: LogIntake;
  readonly store: Pick<Store, "load">;
}

/** Whole lines of at most so many bytes at once. */
const MOST_PART_BYTES = 33_554_432;

const SourceParams = z.strictObject({
  source: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/),
});
const PartQuery = z.strictObject({
  format: z.enum(LOG_FORMATS),
  offset: z.int().min(0).describe("Where in the log the part begins, in bytes."),
  stale_seconds: z
    .int()
    .min(0)
    .max(31_536_000)
    .optional()
    .describe("How old what a cache answers may be. Default: a day for CloudFront, else none."),
});
const Position = z.strictObject({
  source: z.string(),
  format: z.enum(LOG_FORMATS),
  offset: z.int().describe("Bytes that were taken in; the next part begins here."),
  lines: z.int(),
});
const Taken = z.strictObject({
  source: z.string(),
  offset: z.int(),
  lines: z.int(),
  fetched: z.int(),
  revalidated: z.int(),
  other: z
    .int()
    .describe("Requests for something else, or that were answered with nothing or a part (206)."),
  observed_elsewhere: z
    .int()
    .describe("Of feeds whose fetches this service observes itself (observe_fetches)."),
  not_understood: z.int(),
  in_the_future: z.int(),
  claims_dropped: z
    .int()
    .describe("Claims of audiences for which there was no room, once for each claimant."),
  not_understood_lines: z.array(z.int()).describe("Numbers of the first of them, from 1."),
});
const Claims = z.strictObject({
  claims: z.array(
    z.strictObject({
      service: z.string(),
      feed_id: z.string().nullable(),
      count: z.int().describe("The service's own word. Never to be added up."),
      first_at: z.string().describe("When this service and feed id first claimed anything."),
      claimed_at: z.string(),
    }),
  ),
  dropped: z
    .strictObject({ count: z.int(), last_at: z.string() })
    .nullable()
    .describe("Claims for which there was no room: anybody can invent claimants. Null: none."),
});

export function logRoutes(tools: RouteTools, { intake, store }: LogRoutesOptions): void {
  tools.route({
    method: "GET",
    path: "/access-logs/:source",
    access: "events:write",
    summary: "How far an access log was taken in.",
    params: SourceParams,
    replies: {
      200: { description: "The position.", schema: Position },
      404: { description: "Nothing of it was.", contentType: "application/problem+json" },
    },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { source } = request.params;
      const position = await intake.position(tenant, source);
      if (position === null) return sendNotFound(reply);
      const { format, offset, lines } = position;
      return sendJson(reply, 200, { source, format, offset, lines });
    },
  });

  tools.app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addHook("onRoute", (route) => {
      route.bodyLimit = MOST_PART_BYTES;
    });
    // Lines are read while the rest of the part arrives.
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    tools.routeIn(scope)({
      method: "POST",
      path: "/access-logs/:source",
      access: "events:write",
      summary:
        "Take in the next lines of an access log. Addresses, users and queries are not kept.",
      params: SourceParams,
      query: PartQuery,
      documentedBody: { schema: null, contentType: "text/plain" },
      replies: {
        200: { description: "Its evidence is durable.", schema: Taken },
        400: { description: "Not whole lines.", contentType: "application/problem+json" },
        409: {
          description: "The part does not begin where the last one ended.",
          contentType: "application/problem+json",
        },
      },
      async handler(request, reply) {
        const { tenant } = principalOf(request);
        const { source } = request.params;
        const { format, offset, stale_seconds: stale } = request.query;
        const staleMs = stale === undefined ? null : stale * 1_000;
        const body = request.body instanceof Readable ? request.body : Readable.from([]);
        const lines = wholeLines(atMost(body, MOST_PART_BYTES));
        const taken = await intake
          .take(tenant, { source, format, offset, lines, staleMs })
          .catch((error: unknown) => {
            throw error instanceof HalfLine ? HALF_LINE : error;
          });
        if (!taken.ok) {
          const { offset: expected, format: known } = taken.position;
          throw new Refusal("conflict", {
            detail:
              taken.why === "offset"
                ? `This log was taken in up to byte ${expected}. Go on from there.`
                : `This log was taken in as ${known}. Use another source for another log.`,
            problems: [
              {
                path: taken.why,
                message: `Expected ${taken.why === "offset" ? expected : known}.`,
              },
            ],
          });
        }
        return sendJson(reply, 200, {
          source,
          offset: taken.offset,
          ...taken.counts,
          claims_dropped: taken.claimsDropped,
          not_understood_lines: taken.notUnderstood,
        });
      },
    });
  });

  tools.route({
    method: "GET",
    path: "/feeds/:feed_id/subscriber-claims",
    access: "actions:read",
    summary: "What aggregators claim of their audience, as access logs told.",
    params: z.strictObject({ feed_id: z.string().min(1).max(64) }),
    replies: { 200: { description: "The latest claim of each service.", schema: Claims } },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { claims, dropped } = await keptClaims(store, tenant, request.params.feed_id);
      return sendJson(reply, 200, {
        claims: claims.map(({ first_at: first, claimed_at: at, ...claim }) => ({
          ...claim,
          first_at: timestamp(first ?? at),
          claimed_at: timestamp(at),
        })),
        dropped: dropped === null ? null : { ...dropped, last_at: timestamp(dropped.last_at) },
      });
    },
  });
}

const HALF_LINE = new Refusal("malformed_request", {
  detail: "A part is made of whole lines: it ends with a line feed. Nothing was taken in.",
});

/** @throws Refusal when more comes, or the sender leaves before the end */
async function* atMost(body: Readable, most: number): AsyncGenerator<Buffer> {
  let length = 0;
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > most) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE();
      yield chunk;
    }
  } catch (error) {
    // What still comes is dropped, so that the answer can be read.
    body.resume();
    if (error instanceof errorCodes.FST_ERR_CTP_BODY_TOO_LARGE) throw error;
    throw new Refusal("malformed_request", {
      detail: "The part broke off before its end. Nothing was taken in.",
    });
  }
}
