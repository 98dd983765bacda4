// The standalone API for feeds (RssAdapterSpecification §28.2): registration.
import { principalOf, Refusal, sendJson, sendNotFound, type RouteTools } from "@underclaim/runtime";
import { z } from "zod";
import { FeedRegistration, registerFeed, type Registrar } from "../publication/register-feed.ts";
import { FEED_FORMATS } from "../model/feed.ts";
import { formatOf, type Addresses } from "../publication/addresses.ts";
import { feedKey, feedOf } from "../publication/documents.ts";
import { FeedRecord } from "../publication/feed-record.ts";

const FeedAnswer = z.strictObject({
  ...FeedRecord.shape,
  served_at: z.string().describe("The path under which this service serves the feed."),
  formats: z
    .record(z.enum(FEED_FORMATS), z.string())
    .describe("The path of the feed in each format."),
});
const FeedParams = z.strictObject({ feed_id: z.string().min(1).max(64) });

export function feedRoutes({ route }: RouteTools, registrar: Registrar, at: Addresses): void {
  const answer = (tenant: string, record: FeedRecord) => {
    const paths = FEED_FORMATS.map(
      (format) => [format, at.viewPath(tenant, record.feed.feed_id, { format })] as const,
    );
    const formats = Object.fromEntries(paths) as Record<(typeof FEED_FORMATS)[number], string>;
    return { ...record, served_at: formats[formatOf(record)], formats };
  };

  route({
    method: "POST",
    path: "/feeds",
    access: "actions:write",
    summary: "Register a feed. The same registration again is the same feed.",
    body: FeedRegistration,
    replies: {
      200: { description: "It was registered before.", schema: FeedAnswer },
      201: { description: "Registered.", schema: FeedAnswer },
      409: {
        description: "Its feed_id or feed_url belongs to another feed.",
        contentType: "application/problem+json",
      },
      400: { description: "Not a valid feed.", contentType: "application/problem+json" },
    },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const registered = await registerFeed(registrar, tenant, request.body);
      if (registered.ok)
        return sendJson(reply, registered.created ? 201 : 200, answer(tenant, registered.record));
      if (registered.reason === "taken") {
        throw new Refusal("conflict", {
          detail: `Another feed has this ${registered.field}. Choose another, or leave feed_id out.`,
          problems: [{ path: registered.field, message: "Taken." }],
        });
      }
      throw new Refusal("malformed_request", {
        detail: "This is not a valid feed. Nothing was registered.",
        problems: registered.problems.map(({ field, message, remedy }) => ({
          path: field.replace(/^feed\./, ""),
          message: `${message} ${remedy}`,
        })),
      });
    },
  });

  route({
    method: "GET",
    path: "/feeds/:feed_id",
    access: "actions:read",
    summary: "A registered feed.",
    params: FeedParams,
    replies: {
      200: { description: "The feed.", schema: FeedAnswer },
      404: { description: "No such feed.", contentType: "application/problem+json" },
    },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const key = feedKey(request.params.feed_id);
      const doc = (await registrar.store.load(tenant, [{ doc: key }])).doc(key);
      return doc === null ? sendNotFound(reply) : sendJson(reply, 200, answer(tenant, feedOf(doc)));
    },
  });
}
