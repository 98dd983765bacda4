// Replies that a person must look at. Only an operator sees them, and what was written only with content:read.
import {
  answerAction,
  principalOf,
  Refusal,
  sendJson,
  sendNotFound,
  type Range,
  type RouteTools,
} from "@underclaim/runtime";
import { z } from "zod";
import {
  everyOpenReview,
  openIn,
  ReviewDecision,
  reviewOpenKey,
  reviewView,
  SmsReview,
} from "../model/review.ts";
import { notFound } from "./replies.ts";
import { decideOptOut, decideNoOptOut, loadReview, reviewsOf } from "./review-decisions.ts";
import { actionReplies, type StandingRouteOptions } from "./standing-options.ts";

const ReviewList = z
  .strictObject({
    reviews: z.array(SmsReview).describe("Open ones."),
    next: z.string().nullable().describe("Pass it as `after`; null where the list ends."),
  })
  .meta({ id: "ReviewList" });

const ReviewVerdict = z
  .strictObject({
    decision: ReviewDecision,
    note: z
      .string()
      .min(1)
      .max(500)
      .describe("Why. Nothing personal: an erasure does not reach it."),
  })
  .meta({ id: "ReviewVerdict" });

const ListQuery = z.strictObject({
  after: z.string().min(1).max(256).optional(),
  limit: z
    .int()
    .min(1)
    .max(1_000)
    .default(100)
    .describe("Numbers looked at; each may have several."),
});
const params = z.strictObject({ id: z.string().min(1).max(256) });
const MOST_ATTEMPTS = 16;

export function reviewRoutes({ route }: RouteTools, options: StandingRouteOptions): void {
  const { runtime } = options;

  route({
    method: "GET",
    path: "/sms/reviews",
    access: "operate",
    summary: "Replies that may be opt-outs and wait for a decision.",
    query: ListQuery,
    replies: { 200: { description: "A page.", schema: ReviewList } },
    async handler(request, reply) {
      const { tenant, scopes } = principalOf(request);
      const { after, limit } = request.query;
      const range: Range = {
        prefix: everyOpenReview,
        ...(after === undefined ? {} : { after: reviewOpenKey(after) }),
        limit,
      };
      const numbers = (await runtime.store.load(tenant, [{ range }])).range(range);
      const ids = numbers.flatMap((doc) => openIn(doc).reviews.map(({ id }) => id));
      const reviews = await reviewsOf(options, tenant, ids, scopes.has("content:read"));
      const last = numbers.length === limit ? numbers.at(-1)?.key[1] : undefined;
      return sendJson(reply, 200, { reviews, next: last ?? null });
    },
  });

  route({
    method: "GET",
    path: "/sms/reviews/:id",
    access: "operate",
    summary: "One of them, also after it was decided.",
    params,
    replies: {
      200: { description: "The review.", schema: SmsReview },
      404: notFound("No such review."),
    },
    async handler(request, reply) {
      const { tenant, scopes } = principalOf(request);
      const shown = scopes.has("content:read");
      const [review] = await reviewsOf(options, tenant, [request.params.id], shown);
      return review === undefined ? sendNotFound(reply) : sendJson(reply, 200, review);
    },
  });

  route({
    method: "POST",
    path: "/sms/reviews/:id",
    access: "operate",
    summary: "Decide whether it is an opt-out.",
    params,
    body: ReviewVerdict,
    replies: {
      ...actionReplies,
      200: { description: "It is none; or the same decision again.", schema: z.unknown() },
      404: notFound("No such review."),
      409: { description: "It is decided otherwise.", contentType: "application/problem+json" },
    },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { id } = request.params;
      const { decision, note } = request.body;
      for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
        const found = await loadReview(options, tenant, id);
        if (found === null) return sendNotFound(reply);
        const { record } = found;
        if (record.decision !== null && record.decision.as !== decision) throw decidedOtherwise();
        if (decision === "opt_out")
          return answerAction(reply, await decideOptOut(options, tenant, id, record, note));
        if (record.decision !== null) return sendJson(reply, 200, reviewView(id, record));
        if (await decideNoOptOut(options, tenant, id, found, note)) {
          const [after] = await reviewsOf(options, tenant, [id], false);
          return after === undefined ? sendNotFound(reply) : sendJson(reply, 200, after);
        }
      }
      throw new Refusal("conflict", { detail: "Too many others change it. Try again." });
    },
  });
}

const decidedOtherwise = (): Refusal =>
  new Refusal("conflict", {
    detail:
      "This review was decided otherwise. Record what holds now as a consent (POST /sms/consents).",
  });
