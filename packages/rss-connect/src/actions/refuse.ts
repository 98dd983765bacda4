import type { AdapterActionRequest } from "@underclaim/contract";
import type { NativeDraft, PlanContext, RefusePlan } from "@underclaim/runtime";
import type { RssFailSubclass } from "../model/assessment.ts";
import type { ValidationProblem } from "../model/problem.ts";
import { REFUSAL_TYPES, type RefusalType, type RssNativeType } from "../native/types.ts";

/** A draft of what this adapter did itself. */
export function ownNative(
  type: RssNativeType,
  context: PlanContext,
  data: NativeDraft["data"] = {},
  metadata: NativeDraft["metadata"] = {},
): NativeDraft<RssNativeType> {
  return {
    type,
    source: "adapter",
    dedupeKey: `${context.operation}:${type}`,
    evidenceKey: context.operation,
    occurredAt: context.now,
    nativeType: type,
    nativeStatus: null,
    refs: [],
    observation: { source_type: "adapter", source_confidence: "high" },
    data,
    metadata,
  };
}

/**
 * A refusal carries its row's event. The first problem decides the subclass; all of them are told. A payload that the item
 * would itself have carried (an enclosure) is a failed delivery, one that it only points to a failed validation (§12.1).
 */
export function refuse(
  problems: readonly ValidationProblem[],
  context: PlanContext,
  as?: RefusalType,
): RefusePlan<RssNativeType> {
  const [first] = problems;
  if (first === undefined) throw new Error("A refusal needs a reason.");
  const carried =
    first.subclass === "fail.payload_reference_invalid" &&
    first.field.startsWith("parameters.enclosures");
  const type = as ?? (carried ? "item.refused.payload_enclosure" : REFUSAL_TYPES[first.subclass]);
  const details = problems.map(({ rule, field, message, remedy, subclass, value }) => ({
    rule,
    field,
    message,
    remedy,
    subclass,
    ...(value === undefined ? {} : { value }),
  }));
  return {
    kind: "refuse",
    error: {
      code: first.rule,
      message: `${first.message} ${first.remedy}`,
      retryable: false,
      category: "validation",
      details: { problems: details },
    },
    natives: [
      ownNative(
        type,
        context,
        { subclass: first.subclass, rules: problems.map(({ rule }) => rule) },
        { problems: details.map(({ rule, field }) => ({ rule, field })) },
      ),
    ],
  };
}

export const problem = (
  rule: string,
  subclass: RssFailSubclass,
  field: string,
  message: string,
  remedy: string,
): ValidationProblem => ({ rule, subclass, field, message, remedy });

/** Fields this adapter does not take part in yet are refused rather than ignored. */
export function unsupportedFields(request: AdapterActionRequest): ValidationProblem[] {
  if (!request.template_ref) return [];
  return [
    problem(
      "template",
      "fail.item_render_failed",
      "template_ref",
      "This adapter renders no templates.",
      "Send the rendered text as content.",
    ),
  ];
}
