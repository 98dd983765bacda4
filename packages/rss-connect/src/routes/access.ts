// Access to feeds that are not public (RssAdapterSpecification §22): granted, rotated, revoked, listed.
import {
  principalOf,
  Refusal,
  sendJson,
  sendNotFound,
  type Clock,
  type RouteTools,
} from "@underclaim/runtime";
import { z } from "zod";
import { AccessRecord, type FeedAccess, type Granted } from "../publication/feed-access.ts";
import type { Library } from "../publication/library.ts";

/** Hashes of tokens are nobody's business. */
const AccessView = AccessRecord.omit({ tokens: true }).extend({
  tokens: z
    .int()
    .describe("How many tokens are kept: the newest, and those that end after a rotation."),
});
const GrantedView = AccessView.extend({
  token: z
    .string()
    .describe(
      "Told once. Sent as Authorization: Bearer, or as the password of Basic; never in a URL.",
    ),
});
const Params = z.strictObject({ feed_id: z.string().min(1).max(64) });
const OneParams = Params.extend({ access_id: z.string().min(1).max(128) });

const GrantBody = z.strictObject({
  kind: z.enum(["participant_system", "internal_system"]).default("participant_system"),
  participant_id: z
    .string()
    .min(1)
    .max(256)
    .nullish()
    .describe("Whose system it is. A fetch by it shows no person."),
  expires_at: z.iso.datetime({ offset: true }).nullish(),
});
const RotateBody = z.strictObject({
  overlap_seconds: z
    .int()
    .min(0)
    .max(31_536_000)
    .default(86_400)
    .describe("How long the tokens before it stay valid."),
});

const view = ({ tokens, ...record }: AccessRecord) => ({ ...record, tokens: tokens.length });
const granted = ({ record, token }: Granted) => ({ ...view(record), token });
const absent = { description: "No such feed or access.", contentType: "application/problem+json" };

export interface AccessRoutesOptions {
  readonly access: FeedAccess;
  readonly library: Pick<Library, "record">;
  readonly clock: Pick<Clock, "now">;
}

export function accessRoutes(
  { route }: RouteTools,
  { access, library, clock }: AccessRoutesOptions,
): void {
  route({
    method: "POST",
    path: "/feeds/:feed_id/access",
    access: "actions:write",
    summary: "Let a system read the feed. Its token is told once.",
    params: Params,
    body: GrantBody,
    replies: {
      201: { description: "Granted.", schema: GrantedView },
      400: { description: "Not understood.", contentType: "application/problem+json" },
      404: absent,
    },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { feed_id: feedId } = request.params;
      if ((await library.record(tenant, feedId)) === null) return sendNotFound(reply);
      const { kind, participant_id = null, expires_at = null } = request.body;
      if (expires_at !== null && Date.parse(expires_at) <= clock.now())
        throw new Refusal("malformed_request", {
          detail: "This access would have ended before it began. Nothing was granted.",
          problems: [
            { path: "expires_at", message: "Is in the past. Give a later time, or leave it out." },
          ],
        });
      const made = await access.grant(tenant, feedId, { kind, participant_id, expires_at });
      return sendJson(reply.header("cache-control", "no-store"), 201, granted(made));
    },
  });
  route({
    method: "GET",
    path: "/feeds/:feed_id/access",
    access: "actions:read",
    summary: "Who may read the feed, and when they last did.",
    params: Params,
    replies: {
      200: {
        description: "At most 1,000.",
        schema: z.strictObject({ access: z.array(AccessView) }),
      },
      404: absent,
    },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { feed_id: feedId } = request.params;
      if ((await library.record(tenant, feedId)) === null) return sendNotFound(reply);
      return sendJson(reply, 200, { access: (await access.list(tenant, feedId)).map(view) });
    },
  });
  route({
    method: "POST",
    path: "/feeds/:feed_id/access/:access_id/rotate",
    access: "actions:write",
    summary: "A new token for the system; the one before it ends after the overlap.",
    params: OneParams,
    body: RotateBody,
    replies: { 200: { description: "Rotated.", schema: GrantedView }, 404: absent },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { feed_id: feedId, access_id: id } = request.params;
      const made = await access.rotate(tenant, feedId, id, request.body.overlap_seconds * 1_000);
      if (made === null) return sendNotFound(reply);
      return sendJson(reply.header("cache-control", "no-store"), 200, granted(made));
    },
  });
  route({
    method: "DELETE",
    path: "/feeds/:feed_id/access/:access_id",
    access: "actions:write",
    summary: "Revoke the access, at once and for good.",
    params: OneParams,
    replies: { 200: { description: "Revoked.", schema: AccessView }, 404: absent },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { feed_id: feedId, access_id: id } = request.params;
      const record = await access.revoke(tenant, feedId, id);
      return record === null ? sendNotFound(reply) : sendJson(reply, 200, view(record));
    },
  });
}
