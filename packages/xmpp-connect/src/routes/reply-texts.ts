// GET /xmpp/messages/:id/replies: what people wrote back, where raw data is kept. Needs a scope of its own.
import {
  principalOf,
  Refusal,
  sendJson,
  sendNotFound,
  type AdapterRuntime,
  type RouteTools,
  type TenantId,
} from "@underclaim/runtime";
import { z } from "zod";
import { NS } from "../model/namespaces.ts";
import { replyPage } from "../model/reply-page.ts";
import { child, parseXml, textOfElement } from "../model/xml.ts";
import { notFound } from "./replies.ts";

const Replies = z
  .strictObject({
    replies: z.array(
      z.strictObject({
        native_event_id: z.string(),
        received_at: z.string(),
        kind: z.string().describe("As classified, with what is known of its sender."),
        body_text: z
          .string()
          .nullable()
          .describe("null: raw data is off, past its retention, or erased; or it is encrypted."),
      }),
    ),
    next: z
      .string()
      .nullable()
      .describe("`after` of the next page. null: these are the last so far."),
  })
  .meta({ id: "XmppReplies" });

const Page = z.strictObject({
  after: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .describe("The native_event_id of a reply: what came after it. Default: from the first on."),
  limit: z.int().min(1).max(1_000).default(100),
});

export interface ReplyTextOptions {
  readonly runtime: Pick<AdapterRuntime, "timeline" | "native">;
}

export function replyTextRoutes({ route }: RouteTools, { runtime }: ReplyTextOptions): void {
  route({
    method: "GET",
    path: "/xmpp/messages/:id/replies",
    access: "content:read",
    summary: "The texts that came back to a message, where they are kept.",
    params: z.strictObject({ id: z.string().min(1).max(256) }),
    query: Page,
    replies: {
      200: { description: "In order of arrival.", schema: Replies },
      404: notFound("No such message."),
    },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { id } = request.params;
      const timeline = id.startsWith("xmpp_") ? await runtime.timeline(tenant, id) : null;
      if (timeline === null) return sendNotFound(reply);
      const page = replyPage(timeline.events, request.query);
      if (page === null)
        throw new Refusal("malformed_cursor", {
          detail: "Use `next` as a page gave it, or leave it out to start at the beginning.",
          problems: [{ path: "after", message: "Names no reply to this message." }],
        });
      return sendJson(reply, 200, {
        replies: await Promise.all(
          page.replies.map(({ event: { event_id, received_at }, kind }) =>
            replyOf(runtime, tenant, { event_id, received_at, kind }),
          ),
        ),
        next: page.next,
      });
    },
  });
}

const replyOf = async (
  runtime: ReplyTextOptions["runtime"],
  tenant: TenantId,
  told: { readonly event_id: string; readonly received_at: string; readonly kind: string },
) => ({
  native_event_id: told.event_id,
  received_at: told.received_at,
  kind: told.kind,
  body_text: await bodyOf(runtime, tenant, told.event_id),
});

async function bodyOf(
  runtime: ReplyTextOptions["runtime"],
  tenant: TenantId,
  id: string,
): Promise<string | null> {
  const raw = (await runtime.native(tenant, id))?.raw ?? null;
  const parsed = raw === null ? null : parseXml(raw.text);
  if (parsed?.ok !== true || child(parsed.element, "encryption", NS.encryption) !== null)
    return null;
  return textOfElement(child(parsed.element, "body", NS.client));
}
