// Where tracked links lead through (SmsAdapterSpecification §23). Open to everybody: whoever has the link may follow it.
import type { AdapterRuntime, Clock, Log, RouteTools, TenantId } from "@underclaim/runtime";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { LinkSettings } from "../configuration/content.ts";
import { hasExpired, linkOf, type LinkRecord } from "../links/documents.ts";
import { linkNative } from "../links/observation.ts";
import { LINK_PATH } from "../links/plan.ts";
import { clickTiming, type ClickTiming } from "../links/timing.ts";
import {
  answerLink,
  classifyLinkRequest,
  LINK_REPLIES,
  type LinkRecorder,
} from "@underclaim/runtime/links";
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

export function linkRoutes({ route }: RouteTools, options: LinkRouteOptions): void {
  route({
    method: "GET",
    path: `${LINK_PATH}/:token`,
    access: "open",
    summary: "A link of a message: leads to its target.",
    params: z.strictObject({ token: z.string() }),
    replies: {
      ...LINK_REPLIES,
      410: { description: "The link has ended.", contentType: "text/plain" },
    },
    handler: (request, reply) => follow(options, request.params.token, request, reply),
  });
}

function follow(
  options: LinkRouteOptions,
  name: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { runtime, tenants, log, clock, recorder, settings } = options;
  return answerLink(reply, {
    // Handsets guess where a URL ends and take the full stop behind it along.
    token: name.replace(/[^0-9A-Za-z]+$/, ""),
    tenants,
    log,
    async find(tenant, token) {
      const key = linkKey(token);
      const doc = (await runtime.store.load(tenant, [{ doc: key }])).doc(key);
      return doc === null ? null : { token, record: linkOf(doc) };
    },
    async follow(tenant, { token, record }) {
      const now = clock.now();
      const native = linkNative({
        token,
        record,
        agent: classifyLinkRequest(request),
        timing: await timingOf(options, tenant, record),
        at: now,
        client: settings.keep_addresses
          ? { address: request.ip, userAgent: request.headers["user-agent"] ?? null }
          : null,
      });
      await recorder.note(tenant, native);
      return hasExpired(record, now) ? null : record.url;
    },
  });
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
