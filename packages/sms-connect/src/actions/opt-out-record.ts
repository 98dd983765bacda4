import type { AdapterActionRequest } from "@underclaim/contract";
import type { ActionDefinition, DocWrite, Guard, Instant, Snapshot } from "@underclaim/runtime";
import type { SmsKit } from "../kit.ts";
import { reviewKey } from "../model/documents.ts";
import { reviewIn, reviewOpenKey } from "../model/review.ts";
import { closing } from "../model/review-closing.ts";
import { bookKeys, isOptedOut, optedOut, readBooks, writeBooks } from "../model/standing-books.ts";
import { suppressionId } from "../model/suppression-id.ts";
import { own } from "../native/own.ts";
import type { SmsNative } from "../native/types.ts";
import { accepted, listCapability } from "./list-change.ts";
import { optOutParameters } from "./list-parameters.ts";
import { Listable, listTarget } from "./list-target.ts";
import { refuse, type Refused } from "./refuse.ts";

/**
 * An opt-out that came by another way than a word to this channel: by mail, in a talk, or in a reply that a person has now
 * read. It stands like one that was texted. One that is older than what took an opt-out back is recorded and blocks nothing.
 */
export const optOutRecord = (kit: SmsKit): ActionDefinition<SmsNative> => {
  const Parameters = optOutParameters(kit);
  const parametersOf = ({ parameters }: AdapterActionRequest) => Parameters.parse(parameters ?? {});
  return {
    capability: listCapability({
      action_type: "recipient.opt_out_record",
      description: "Records that the recipient wants no more messages within the scope.",
      optional_fields: [
        "parameters.scope",
        "parameters.consent_source",
        "parameters.consent_evidence_ref",
        "parameters.occurred_at",
        "parameters.reason",
        "parameters.review_id",
      ],
      postconditions: ["messages within the scope are refused until it is taken back"],
      unsupported_when: [
        "parameters.occurred_at lies in the future",
        "parameters.review_id names no open review of the number",
      ],
      expected_initial_events: ["notification.channel.suppression_added"],
      possible_later_events: ["notification.channel.suppression_removed"],
    }),
    request: Listable,
    parameters: Parameters,
    reads(request) {
      const found = listTarget(kit, request);
      if (!found.ok) return [];
      const { number } = found.target;
      const { scope, review_id } = parametersOf(request);
      const keys = [
        ...bookKeys(number, scope),
        ...(review_id ? [reviewKey(review_id), reviewOpenKey(number)] : []),
      ];
      return keys.map((doc) => ({ doc }));
    },
    plan(request, snapshot, { operation, now }) {
      const found = listTarget(kit, request);
      if (!found.ok) return found.plan(operation);
      const { number } = found.target;
      const { scope, occurred_at, review_id, reason, ...said } = parametersOf(request);
      const at = occurred_at ? Date.parse(occurred_at) : now;
      if (at > now) return refuse(operation, IN_THE_FUTURE);
      const review = review_id
        ? closed(snapshot, number, review_id, reason ?? null, now)
        : NO_REVIEW;
      if (review === null) return refuse(operation, NO_SUCH_REVIEW);

      const books = readBooks(snapshot, number, scope);
      const after = optedOut(books, {
        at,
        source: said.consent_source,
        evidenceRef: said.consent_evidence_ref ?? null,
        reason: reason ?? null,
      });
      const facts = {
        suppression_id: suppressionId({ number, scope, type: "opt_out" }),
        suppression_type: "opt_out",
        scope: scope.kind,
        scope_value: scope.value,
        consent_source: said.consent_source,
        consent_evidence_ref: said.consent_evidence_ref ?? null,
        pre_existing: isOptedOut(books, now),
        effective: isOptedOut(after, now),
        review_id: review_id ?? null,
      };
      const native = own("endpoint.opted_out", operation, {
        data: { number, ...facts },
        metadata: facts,
      });
      const written = writeBooks(snapshot, number, scope, after);
      return accepted(
        operation,
        found.target,
        // What was taken back since suppresses nothing: that it was recorded is no event of the endpoint.
        facts.effective ? [{ ...native, occurredAt: occurred_at ? at : null }] : [],
        {
          docs: [...written.docs, ...review.docs],
          guards: [...written.guards, ...review.guards],
          metadata: facts,
        },
      );
    },
  };
};

interface Closed {
  readonly docs: readonly DocWrite[];
  readonly guards: readonly Guard[];
}
const NO_REVIEW: Closed = { docs: [], guards: [] };

function closed(
  snapshot: Snapshot,
  number: string,
  id: string,
  note: string | null,
  now: Instant,
): Closed | null {
  const doc = snapshot.doc(reviewKey(id));
  if (doc === null) return null;
  const record = reviewIn(doc);
  if (record.number !== number || record.decision !== null) return null;
  return closing(id, doc, snapshot.doc(reviewOpenKey(number)), {
    as: "opt_out",
    at: now,
    note: note ?? "",
  });
}

const NO_SUCH_REVIEW: Refused = {
  refusal: "unsupported",
  code: "no_open_review",
  message: "This number has no open review of this id. Look at GET /sms/reviews.",
  category: "conflict",
  field: "parameters.review_id",
};

const IN_THE_FUTURE: Refused = {
  refusal: "unsupported",
  code: "occurred_at_in_the_future",
  message:
    "parameters.occurred_at lies in the future: nothing was recorded. Name a time that has been.",
  field: "parameters.occurred_at",
};
