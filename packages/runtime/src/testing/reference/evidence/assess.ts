import type { Assess, AssessmentDraft } from "../../../definition/assess.ts";
import type { ReferenceNative } from "../native/types.ts";

interface Rule {
  readonly category: AssessmentDraft["category"];
  readonly subclass: string;
  readonly confidence: AssessmentDraft["confidence"];
  /** Every group must have occurred: one of its types each. */
  readonly when: readonly (readonly ReferenceNative[])[];
  readonly limitation?: string;
}

const arrived: ReferenceNative[] = ["reference.receipt.delivered", "reference.receipt.read"];
const failed: ReferenceNative[] = ["reference.receipt.failed"];
const refused: ReferenceNative[] = [
  "reference.request.suppressed",
  "reference.request.refused",
  "reference.dispatch.expired",
];
const rejected: ReferenceNative[] = [
  "reference.dispatch.rejected",
  "reference.operator.resolved_rejected",
];

const rule = (
  category: Rule["category"],
  subclass: string,
  confidence: Rule["confidence"],
  when: Rule["when"],
  limitation?: string,
): Rule => ({
  category,
  subclass: `${category}.${subclass}`,
  confidence,
  when,
  ...(limitation === undefined ? {} : { limitation }),
});

/** The first that fits. What has occurred is a set: order and repetition of arrival cannot matter. */
const CHANNEL: readonly Rule[] = [
  rule(
    "undef",
    "conflicting_evidence",
    "low",
    [arrived, failed],
    "Receipts contradict each other.",
  ),
  rule("success", "delivered", "high", [arrived], "Delivered to an endpoint, not to a person."),
  rule("fail", "undelivered", "medium", [failed]),
  rule("fail", "refused", "high", [refused]),
  rule("fail", "rejected_by_provider", "high", [rejected]),
  rule("fail", "cancelled", "high", [["reference.dispatch.cancelled"]]),
  rule("undef", "no_receipt", "low", [["reference.receipt.overdue"]], "Silence proves nothing."),
  rule(
    "undef",
    "outcome_unknown",
    "low",
    [["reference.dispatch.unknown"]],
    "It may have been sent.",
  ),
  rule("undef", "pending", "low", []),
];

const PARTICIPANT: readonly Rule[] = [
  rule("undef", "opted_out", "medium", [["reference.inbound.stop"]], "Who wrote it is not proven."),
  rule(
    "success",
    "reply_received",
    "medium",
    [["reference.inbound.reply"]],
    "Who wrote it is not proven.",
  ),
  rule(
    "undef",
    "conflicting_evidence",
    "low",
    [arrived, failed],
    "Receipts contradict each other.",
  ),
  rule(
    "undef",
    "opened_but_reader_unproven",
    "low",
    [["reference.receipt.read"]],
    "A client said so.",
  ),
  rule("undef", "delivered_but_awareness_unproven", "low", [arrived], "Nobody need have seen it."),
  rule("undef", "not_reached", "low", [
    [...failed, ...refused, ...rejected, "reference.dispatch.cancelled"],
  ]),
  rule("undef", "nothing_known", "low", []),
];

export const assess: Assess<ReferenceNative> = (natives) => {
  const occurred = new Set(natives.map(({ type }) => type));
  const draft = (rules: readonly Rule[]): AssessmentDraft => {
    const fits = ({ when }: Rule) => when.every((any) => any.some((type) => occurred.has(type)));
    const found = rules.find(fits) ?? rule("undef", "nothing_known", "low", []);
    const signals = found.when.flat().filter((type) => occurred.has(type));
    return {
      category: found.category,
      subclass: found.subclass,
      confidence: found.confidence,
      strongest_signal: signals[0] ?? null,
      evidence_summary: [...occurred].toSorted(),
      limitations: found.limitation === undefined ? [] : [found.limitation],
    };
  };
  return { channel: draft(CHANNEL), participant: draft(PARTICIPANT) };
};
