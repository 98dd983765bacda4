// Replies that may be an opt-out and are not one of its exact words (47 CFR 64.1200(a)(10)): held until a person decides.
import { EndpointRef } from "@underclaim/contract";
import { timestamp, type Doc, type Instant, type Key } from "@underclaim/runtime";
import { z } from "zod";
import { SmsScopeKind, type SmsScope } from "./scope.ts";

export const ReviewDecision = z.enum(["opt_out", "not_opt_out"]);
export type ReviewDecision = z.output<typeof ReviewDecision>;

const Time = z.iso.datetime({ offset: true });

export const SmsReview = z
  .strictObject({
    review_id: z.string(),
    endpoint_ref: EndpointRef.describe("By id: the number itself is not kept."),
    provider_name: z.string().describe("The account it came through."),
    keyword: z.string().nullable().describe("The word that raised the suspicion."),
    received_at: Time,
    scope: SmsScopeKind.describe("How far an opt-out would reach."),
    scope_value: z.string().nullable(),
    coordination_case_id: z
      .string()
      .nullable()
      .describe("The case the reply was found to be about."),
    state: z.enum(["open", ...ReviewDecision.options]),
    decided_at: Time.nullable(),
    note: z.string().nullable().describe("Why it was decided so."),
    body_text: z
      .string()
      .nullish()
      .describe(
        "What was written; only with the scope content:read, while the review is open and nothing was erased.",
      ),
  })
  .meta({ id: "SmsReview", description: "A reply that a person must look at." });
export type SmsReview = z.output<typeof SmsReview>;

/** Stands under `reviewKey`. Holds no text and no number. */
export interface ReviewRecord {
  readonly number: string;
  readonly account: string;
  readonly keyword: string | null;
  readonly receivedAt: Instant;
  /** When it was sent, where known: an opt-out counts from then. */
  readonly saidAt: Instant;
  readonly scopes: readonly SmsScope[];
  readonly about: {
    readonly case: string;
    readonly participant: string | null;
    readonly correlation: string;
  } | null;
  readonly decision: {
    readonly as: ReviewDecision;
    readonly at: Instant;
    readonly note: string;
  } | null;
}

/** Which reviews of a number are open: what stands against sending is read from it. */
export interface OpenReviews {
  readonly reviews: readonly { readonly id: string; readonly content: string }[];
}
export const reviewOpenKey = (number: string): Key => ["review-open", number];
export const everyOpenReview: Key = ["review-open"];
/** What was written. Tagged with the person; deleted with the decision. */
export const reviewTextKey = (review: string): Key => ["review-text", review];

export const reviewIn = (doc: Doc): ReviewRecord => JSON.parse(doc.text) as ReviewRecord;
export const openIn = (doc: Doc | null): OpenReviews =>
  doc === null ? { reviews: [] } : (JSON.parse(doc.text) as OpenReviews);

export function reviewView(id: string, record: ReviewRecord): SmsReview {
  const [scope] = record.scopes;
  return {
    review_id: id,
    endpoint_ref: { endpoint_id: record.number, endpoint_type: "phone_number" },
    provider_name: record.account,
    keyword: record.keyword,
    received_at: timestamp(record.receivedAt),
    scope: scope?.kind ?? "tenant",
    scope_value: scope?.value ?? null,
    coordination_case_id: record.about?.case ?? null,
    state: record.decision?.as ?? "open",
    decided_at: record.decision === null ? null : timestamp(record.decision.at),
    note: record.decision?.note ?? null,
  };
}
