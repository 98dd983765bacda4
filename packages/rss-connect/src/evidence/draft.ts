import type { AssessmentDraft, StoredNative } from "@underclaim/runtime";
import type { RssNativeType } from "../native/types.ts";

/** An assessment of the channel by its strongest signal, with what the engine may make of it. */
export function draft(
  category: AssessmentDraft["category"],
  subclass: string,
  confidence: AssessmentDraft["confidence"],
  signal: StoredNative<RssNativeType>,
  evidenceSummary: string[],
): AssessmentDraft {
  return {
    category,
    subclass,
    confidence,
    strongest_signal: signal.type,
    evidence_summary: evidenceSummary,
    recommended_coordination_interpretation:
      category === "fail"
        ? "undef.escalation_required"
        : category === "success"
          ? "undef.technical_publication_only"
          : subclass,
    limitations: ["A feed event shows what happened to the feed, not what a person knows."],
  };
}
