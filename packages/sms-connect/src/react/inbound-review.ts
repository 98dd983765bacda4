import type { Reactor } from "@underclaim/runtime";
import type { SmsKit } from "../kit.ts";
import { reviewKey } from "../model/documents.ts";
import { sanitised } from "../model/keywords-text.ts";
import {
  openIn,
  reviewOpenKey,
  reviewTextKey,
  type OpenReviews,
  type ReviewRecord,
} from "../model/review.ts";
import { scopesOfOptOut } from "../model/scope-of-reply.ts";
import type { SmsNative } from "../native/types.ts";
import { saidAt, toldBy, unkeptOf } from "./inbound-told.ts";

/** More reviews of one number say no more than these do: it is held all the same. */
const MOST_OPEN = 20;

/** What may be an opt-out is held for a person, and the number with it. The same words again are the same question. */
export const reviewReaction = (kit: SmsKit): Reactor<SmsNative> => ({
  urgent: true,
  reads(native) {
    const told = toldBy(native);
    return told === null ? [] : [{ doc: reviewOpenKey(told.number) }];
  },
  react(native, targets, snapshot, { now, ids }) {
    const told = toldBy(native);
    if (told === null) return {};
    const { number, account, content } = told;
    const openKey = reviewOpenKey(number);
    const openDoc = snapshot.doc(openKey);
    const { reviews } = openIn(openDoc);
    const guards = [{ doc: openKey, version: openDoc?.version ?? 0 }];
    if (reviews.some((review) => review.content === content) || reviews.length >= MOST_OPEN)
      return { guards };

    const id = ids.next("review");
    const [target] = targets;
    const keyword = native.data?.["keyword"];
    const record: ReviewRecord = {
      number,
      account,
      keyword: typeof keyword === "string" ? keyword : null,
      receivedAt: now,
      saidAt: saidAt(native, now),
      scopes: scopesOfOptOut(kit, told.to),
      about:
        target === undefined
          ? null
          : {
              case: target.correlation.coordination_case_id,
              participant: target.correlation.participant_id ?? null,
              correlation: target.correlation.correlation_id,
            },
      decision: null,
    };
    const open: OpenReviews = { reviews: [...reviews, { id, content }] };
    const body = unkeptOf(native)?.body;
    return {
      guards,
      docs: [
        { put: reviewKey(id), text: JSON.stringify(record) },
        { put: openKey, text: JSON.stringify(open) },
        ...(body === undefined
          ? []
          : [{ put: reviewTextKey(id), text: JSON.stringify(sanitised(body)), person: number }]),
      ],
    };
  },
});
