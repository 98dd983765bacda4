// Where tracked links lead through (SmsAdapterSpecification §23). Open to everybody: whoever has the link may follow it.
import {
  StoreUnavailableError,
  type AdapterRuntime,
  type Clock,
  type Log,
  type RouteTools,
  type TenantId,
} from "@underclaim/runtime";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { LinkSettings } from "../configuration/content.ts";
import { hasExpired, linkOf, type LinkRecord } from "../links/documents.ts";
import { linkNative } from "../links/observation.ts";
import { LINK_PATH } from "../links/plan.ts";
import { clickTiming, type ClickTiming } from "../links/timing.ts";
import { classifyLinkRequest, isLinkToken, type LinkRecorder } from "@underclaim/runtime/links";
import { linkKey } from "../model/documents.ts";

export interface LinkRouteOptions {
  readonly runtime: Pick<AdapterRuntime, "store" | "action">;
  readonly recorder: LinkRecorder;
  /** Whose links stand here: a token names no tenant. */
  readonly tenants: readonly TenantId[];
  readonly settings: Pick<LinkSettings, "keep_addresses">;
  readonly clock: Clock;
  readonly log: Log;
}

const HEADERS = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex, nofollow",
  "x-content-type-options": "nosniff",
} as const;

export function linkRoutes({ route }: RouteTools, options: LinkRouteOptions): void {
  route({
    method: "GET",
    path: `${LINK_PATH}/:token`,
    access: "open",
    summary: "A link of a message: leads to its target.",
    params: z.strictObject({ token: z.string() }),
    replies: {
      302: { description: "There it leads." },
      404: { description: "No such link, or no longer.", contentType: "text/plain" },
      410: { description: "The link has ended.", contentType: "text/plain" },
      503: { description: "Links cannot be read just now.", contentType: "text/plain" },
    },
    handler: (request, reply) => follow(options, request.params.token, request, reply),
  });
}

async function follow(
  options: LinkRouteOptions,
  name: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  reply.headers(HEADERS);
  // Handsets guess where a URL ends and take the full stop behind it along.
  const token = name.replace(/[^0-9A-Za-z]+$/, "");
  const found = isLinkToken(token) ? await recordOf(options, token) : null;
  if (found === "unavailable")
    return page(
      reply.header("retry-after", "5"),
      503,
      "This does not work just now. Try again in a moment.",
    );
  if (found === null) return page(reply, 404, "This link leads nowhere, or no longer.");
  const { tenant, record } = found;
  const now = options.clock.now();
  const native = linkNative({
    token,
    record,
    agent: classifyLinkRequest(request),
    timing: await timingOf(options, tenant, record),
    at: now,
    client: options.settings.keep_addresses
      ? { address: request.ip, userAgent: request.headers["user-agent"] ?? null }
      : null,
  });
  await options.recorder.note(tenant, native);
  return hasExpired(record, now)
    ? page(reply, 410, "This link has ended.")
    : reply.code(302).header("location", record.url).send();
}

async function recordOf(
  { runtime, tenants, log }: LinkRouteOptions,
  token: string,
): Promise<{ tenant: TenantId; record: LinkRecord } | "unavailable" | null> {
  const key = linkKey(token);
  try {
    for (const tenant of tenants) {
      const doc = (await runtime.store.load(tenant, [{ doc: key }])).doc(key);
      if (doc !== null) return { tenant, record: linkOf(doc) };
    }
    return null;
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error;
    log.error({ err: error }, "a link was not read");
    return "unavailable";
  }
}

/** A message that cannot be looked up just now keeps nobody from its link. */
async function timingOf(
  { runtime, clock, log }: LinkRouteOptions,
  tenant: TenantId,
  { operation }: LinkRecord,
): Promise<ClickTiming> {
  try {
    return clickTiming(await runtime.action(tenant, operation), clock.now());
  } catch (error) {
    log.error({ err: error }, "a link's message was not read; its click is of unknown timing");
    return "unknown";
  }
}

const page = (reply: FastifyReply, status: 404 | 410 | 503, text: string): FastifyReply =>
  reply.code(status).type("text/plain; charset=utf-8").send(`${text}\n`);
