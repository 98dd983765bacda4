// Serving: conditional requests, encodings, and each fetch as an observation (RssAdapterSpecification §19, §22).
import type { Instant, RouteTools } from "@underclaim/runtime";
import { sendNotFound } from "@underclaim/runtime";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { linkHeader } from "../websub/model/link-header.ts";
import { answerFeedRequest } from "../model/conditional.ts";
import { FEED_FORMATS, type FeedFormat } from "../model/feed.ts";
import { FORMATS } from "../model/formats.ts";
import type { View } from "../publication/addresses.ts";
import type { FeedRecord } from "../publication/feed-record.ts";
import type { Edition } from "../publication/edition.ts";
import { unavailable } from "../publication/trouble.ts";
import {
  admitReader,
  consumerOf,
  headerText,
  NOBODY,
  type Reader,
  type Serving,
} from "./reader.ts";

const Feed = { feed_id: z.string().min(1).max(64) };
/** Written in one way only: a document has one address. */
const Ordinal = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, "a whole number from 1")
  .transform(Number);
/** What stands between a feed's own path and the name of the format. */
const NARROWED = [
  { path: "", params: z.strictObject({ ...Feed }) },
  {
    path: "/categories/:category",
    params: z.strictObject({ ...Feed, category: z.string().min(1).max(200) }),
  },
  { path: "/pages/:page", params: z.strictObject({ ...Feed, page: Ordinal }) },
  { path: "/archives/:archive", params: z.strictObject({ ...Feed, archive: Ordinal }) },
] as const;
const Tenant = { tenant: z.string().min(1).max(64) };

const repliesIn = (format: FeedFormat) => ({
  200: { description: "The feed.", contentType: FORMATS[format].contentType.split(";")[0] ?? "" },
  304: { description: "It has not changed." },
  401: { description: "This feed needs a registered client.", contentType: "text/plain" },
  404: { description: "No such feed.", contentType: "application/problem+json" },
  503: { description: "The feed has no valid document in this format.", contentType: "text/plain" },
});

type Narrowed = Omit<View, "format" | "participant"> & { feed_id: string; tenant?: string };

export function servingRoutes({ route }: RouteTools, serving: Serving): void {
  for (const format of FEED_FORMATS) {
    for (const { path, params } of NARROWED) {
      const add = (prefix: string, shape: z.ZodObject): void =>
        route({
          method: "GET",
          path: `${prefix}/feeds/:feed_id${path}/${FORMATS[format].file}`,
          access: "open",
          summary: "The feed as its readers see it.",
          params: shape,
          replies: repliesIn(format),
          handler: (request, reply) => {
            const asked = request.params as Narrowed;
            if (path === "" && serveReady(serving, asked, format, request, reply)) return undefined;
            return serveFeed(serving, asked, format, request, reply);
          },
        });
      add("", params);
      add("/t/:tenant", params.extend(Tenant));
    }
  }
}

/** Most requests are for a feed that is rendered already, by nobody in particular. False: there is more to find out. */
function serveReady(
  serving: Serving,
  { feed_id: feedId, tenant = serving.home }: Narrowed,
  format: FeedFormat,
  request: FastifyRequest,
  reply: FastifyReply,
): boolean {
  if (request.headers.authorization !== undefined) return false;
  const now = serving.clock.now();
  const ready = serving.library.ready(tenant, feedId, format, now);
  if (ready === null) return false;
  const { per_participant: personal, policy } = ready.record;
  if (personal || policy.require_authentication || !serving.tenants.includes(tenant)) return false;
  answer(serving, { tenant, ...ready, reader: NOBODY, now }, request, reply);
  return true;
}

async function serveFeed(
  serving: Serving,
  { feed_id: feedId, tenant = serving.home, ...narrowed }: Narrowed,
  format: FeedFormat,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { library, observer, tenants, clock } = serving;
  const record = tenants.includes(tenant) ? await library.record(tenant, feedId) : null;
  if (record === null) return sendNotFound(reply);
  const reader = await admitReader(serving, tenant, record, request);
  if (reader === "refused") return askForCredentials(reply);

  const view = {
    format,
    ...narrowed,
    ...(record.per_participant ? { participant: reader.client?.participant_id ?? null } : {}),
  };
  const found = await library.edition(tenant, feedId, view);
  if (found === null) return sendNotFound(reply);
  const { edition } = found;
  if (edition === null) {
    // A format that the feed does not fit in says nothing of the feed.
    if ((await library.edition(tenant, feedId))?.edition === null)
      observer.gather(tenant, unavailable(feedId, clock.now()));
    return reply
      .code(503)
      .header("retry-after", "60")
      .type("text/plain; charset=utf-8")
      .send("This feed has no valid edition in this format yet.\n");
  }
  return answer(serving, { tenant, record, edition, reader, now: clock.now() }, request, reply);
}

interface Found {
  readonly tenant: string;
  readonly record: FeedRecord;
  readonly edition: Edition;
  readonly reader: Reader;
  readonly now: Instant;
}

function answer(
  serving: Serving,
  { tenant, record, edition, reader, now }: Found,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { observer } = serving;
  const { headers } = request;
  const {
    status,
    conditional,
    headers: told,
    body,
  } = answerFeedRequest(
    edition.rendered,
    {
      ifNoneMatch: headers["if-none-match"],
      ifModifiedSince: headers["if-modified-since"],
      acceptEncoding: headerText(headers["accept-encoding"]),
    },
    now,
    record.policy.require_authentication ? "private, no-cache" : "no-cache",
  );
  if (record.observe_fetches) {
    const fetched = {
      tenant,
      edition,
      consumer: consumerOf(serving, request, reader),
      client: reader.client,
      status,
      conditional,
      revalidated: status === 304 || request.method === "HEAD",
      at: now,
    };
    if (leavesWhole(reply, body.length)) observer.note(fetched);
    // Who goes away half-way has not fetched it.
    else reply.raw.on("finish", () => observer.note(fetched));
  }
  const links = linkHeader({ self: record.feed.feed_url, hubs: edition.hubs ?? [] });
  if (links !== "") reply.header("link", links);
  reply.code(status).headers(told);
  // For HEAD the framework drops the body, and needs it to say its length.
  return status === 304 ? reply.send() : reply.send(body);
}

/** In bytes. */
const ONE_PIECE = 16_384;

/** To a connection that takes it all at once, it leaves with its header or not at all: `finish` would tell no more. */
function leavesWhole({ raw: { socket } }: FastifyReply, length: number): boolean {
  if (length > ONE_PIECE || socket === null) return false;
  return !socket.destroyed && socket.writableLength === 0;
}

/** RFC 7617, RFC 6750: a reader knows how to answer at least one of the two. */
export const askForCredentials = (reply: FastifyReply): FastifyReply =>
  reply
    .code(401)
    .header("www-authenticate", 'Bearer realm="feed", Basic realm="feed", charset="UTF-8"')
    .type("text/plain; charset=utf-8")
    .send(
      "This feed needs a registered client: send its token as Authorization: Bearer, or as the password of Basic.\n",
    );
