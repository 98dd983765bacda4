// What the routes of reviews read and write.
import { timestamp, type ActionAnswer, type Doc } from "@underclaim/runtime";
import { reviewKey } from "../model/documents.ts";
import {
  reviewIn,
  reviewOpenKey,
  reviewTextKey,
  reviewView,
  type ReviewRecord,
  type SmsReview,
} from "../model/review.ts";
import { closing } from "../model/review-closing.ts";
import { localAction } from "./local-action.ts";
import type { StandingRouteOptions } from "./standing-options.ts";

interface FoundReview {
  readonly doc: Doc;
  readonly open: Doc | null;
  readonly record: ReviewRecord;
}

export async function loadReview(
  { runtime }: StandingRouteOptions,
  tenant: string,
  id: string,
): Promise<FoundReview | null> {
  const key = reviewKey(id);
  const doc = (await runtime.store.load(tenant, [{ doc: key }])).doc(key);
  if (doc === null) return null;
  const record = reviewIn(doc);
  const openKey = reviewOpenKey(record.number);
  const open = (await runtime.store.load(tenant, [{ doc: openKey }])).doc(openKey);
  return { doc, open, record };
}

export async function reviewsOf(
  { runtime }: StandingRouteOptions,
  tenant: string,
  ids: readonly string[],
  withText: boolean,
): Promise<SmsReview[]> {
  const keys = ids.flatMap((id) => [reviewKey(id), reviewTextKey(id)]);
  const snapshot = await runtime.store.load(
    tenant,
    keys.map((doc) => ({ doc })),
  );
  return ids.flatMap((id) => {
    const doc = snapshot.doc(reviewKey(id));
    if (doc === null) return [];
    const view = reviewView(id, reviewIn(doc));
    const text = withText ? snapshot.doc(reviewTextKey(id)) : null;
    return [text === null ? view : { ...view, body_text: JSON.parse(text.text) as string }];
  });
}

/** The review's id is the key: the same decision again is the same request. */
export async function decideOptOut(
  options: StandingRouteOptions,
  tenant: string,
  id: string,
  { number, scopes, saidAt, about }: ReviewRecord,
  note: string,
): Promise<ActionAnswer> {
  const record = (scope: ReviewRecord["scopes"][number], review: string | null, key: string) =>
    options.runtime.submit(
      tenant,
      localAction(options, {
        type: "recipient.opt_out_record",
        tenant,
        key,
        endpoint: { endpoint_type: "phone_number", endpoint_id: number },
        participant: about?.participant ?? null,
        case: about === null ? null : { id: about.case, correlation: about.correlation },
        parameters: {
          scope,
          consent_source: "sms_keyword",
          occurred_at: timestamp(saidAt),
          reason: note,
          review_id: review,
        },
      }),
      { local: true },
    );
  const [first = { kind: "tenant", value: null } as const, ...more] = scopes;
  // The review is closed with the last: what breaks off before is done again.
  for (const [index, scope] of more.entries()) await record(scope, null, `${id}:${index + 1}`);
  return record(first, id, id);
}

/** Not an opt-out: nothing of the number changes, but that it is held no more. */
export async function decideNoOptOut(
  { runtime, clock }: StandingRouteOptions,
  tenant: string,
  id: string,
  { doc, open }: FoundReview,
  note: string,
): Promise<boolean> {
  const changes = closing(id, doc, open, { as: "not_opt_out", at: clock.now(), note });
  return (await runtime.store.commit(tenant, changes)).ok;
}
