import type { AdapterEvidenceAssessment, EndpointQuality } from "@underclaim/contract";
import type { StoredNative } from "./native.ts";

export type AssessmentDraft = Omit<
  AdapterEvidenceAssessment,
  "subject_ref" | "adapter_id" | "coordination_case_id" | "participant_id"
>;

/** The channel's own view, and what it means for the participant's awareness. Both true in their scope; both advisory. */
export interface Assessments {
  readonly channel: AssessmentDraft;
  readonly participant: AssessmentDraft;
}

/** Pure fold over all native events of a subject, in any order: sort by trusted `occurred_at`, ties to the weaker. */
export type Assess<T extends string = string> = (
  natives: readonly StoredNative<T>[],
) => Assessments;

export type EndpointQualityDraft = Omit<EndpointQuality, "endpoint_ref" | "endpoint_type">;

/** Pure fold over the newest native events of an endpoint. */
export type AssessEndpoint<T extends string = string> = (
  natives: readonly StoredNative<T>[],
) => EndpointQualityDraft;
