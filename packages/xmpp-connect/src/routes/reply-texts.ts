// GET /xmpp/messages/:id/replies: what people wrote back, where raw data is kept. Needs a scope of its own.
import {
  principalOf,
  sendJson,
  sendNotFound,
  type AdapterRuntime,
  type RouteTools,
  type TenantId,
} from "@underclaim/runtime";
import { z } from "zod";
import { NS } from "../model/namespaces.ts";
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
  })
  .meta({ id: "XmppReplies" });

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
    replies: {
      200: { description: "In order of arrival.", schema: Replies },
      404: notFound("No such message."),
    },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { id } = request.params;
      const timeline = id.startsWith("xmpp_") ? await runtime.timeline(tenant, id) : null;
      if (timeline === null) return sendNotFound(reply);
      return sendJson(reply, 200, {
        replies: await Promise.all(
          timeline.events.flatMap(({ event_id, received_at, adapter_event_type }) => {
            const kind = kindOf(adapter_event_type);
            return kind === null ? [] : [replyOf(runtime, tenant, { event_id, received_at, kind })];
          }),
        ),
      });
    },
  });
}

/** Of a word to the account, or of an occupant's to the room. Null: it is no reply. */
function kindOf(type: string): string | null {
  const family = FAMILIES.find((each) => type.startsWith(each));
  return family === undefined ? null : type.slice(family.length);
}
const FAMILIES = ["inbound.", "room.reply."];

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
