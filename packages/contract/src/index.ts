// Schemas: one object of the specification per line
export { AcceptanceSemantics } from "./schema/acceptance-semantics.ts";
export { ActionContent } from "./schema/action-content.ts";
export { ActionLink } from "./schema/action-link.ts";
export { ActionSurfaceRef } from "./schema/action-surface-ref.ts";
export { ActorContext } from "./schema/actor-context.ts";
export { AdapterActionCapability } from "./schema/adapter-action-capability.ts";
export { AdapterActionRequest } from "./schema/adapter-action-request.ts";
export { AdapterActionResult, AdapterActionState } from "./schema/adapter-action-result.ts";
export { AdapterCapabilityProfile } from "./schema/adapter-capability-profile.ts";
export { AdapterCostProfile } from "./schema/adapter-cost-profile.ts";
export { ADAPTER_TYPES, AdapterDescriptor } from "./schema/adapter-descriptor.ts";
export { AdapterEvent } from "./schema/adapter-event.ts";
export { AdapterEvidenceAssessment } from "./schema/adapter-evidence-assessment.ts";
export { AdapterEvidenceProfile, EvidenceLevelRange } from "./schema/adapter-evidence-profile.ts";
export {
  AdapterGoldenTest,
  ExpectedAssessment,
  ExpectedEvidenceEvent,
} from "./schema/adapter-golden-test.ts";
export { AdapterHealth } from "./schema/adapter-health.ts";
export { AdapterIdentityProfile, CertaintyRange } from "./schema/adapter-identity-profile.ts";
export { AdapterLatencyProfile } from "./schema/adapter-latency-profile.ts";
export { AdapterLifecycleState } from "./schema/adapter-lifecycle-state.ts";
export { AdapterReliabilityProfile } from "./schema/adapter-reliability-profile.ts";
export { AssuranceCapability, AssuranceLevel } from "./schema/assurance-capability.ts";
export { ConfidenceGrade } from "./schema/confidence-grade.ts";
export { CorrelationContext } from "./schema/correlation-context.ts";
export { EndpointQuality } from "./schema/endpoint-quality.ts";
export { ENDPOINT_TYPES, EndpointRef } from "./schema/endpoint-ref.ts";
export { ErrorDescriptor } from "./schema/error-descriptor.ts";
export { EventObservation } from "./schema/event-observation.ts";
export { EventFamilyName, EventType } from "./schema/event-type.ts";
export { EvidenceCeiling } from "./schema/evidence-ceiling.ts";
export { EvidenceEvent } from "./schema/evidence-event.ts";
export { EvidenceGrade, EvidenceGradeMaximum } from "./schema/evidence-grade.ts";
export { FeatureDependency } from "./schema/feature-dependency.ts";
export { Certainty, ConfidenceLevel, EvidenceStrength } from "./schema/grades.ts";
export { IdempotencyConflict } from "./schema/idempotency-conflict.ts";
export { LateEventPolicy } from "./schema/late-event-policy.ts";
export { NativeEventSemantics } from "./schema/native-event-semantics.ts";
export { NativeStatusMapping } from "./schema/native-status-mapping.ts";
export { PayloadSensitivity, PolicyContext } from "./schema/policy-context.ts";
export { ProviderRef } from "./schema/provider-ref.ts";
export { CONTRACT_SCHEMAS } from "./schema/registry.ts";
export type { ContractSchemaName } from "./schema/registry.ts";
export { ResourceRef } from "./schema/resource-ref.ts";
export { SecurityContext } from "./schema/security-context.ts";
export { TrackingContext } from "./schema/tracking-context.ts";

// Vocabulary
export { EVENT_FAMILIES, eventFamilyOf } from "./vocabulary/families.ts";
export type { EventFamily } from "./vocabulary/families.ts";
export type { EventMeaning, VocabularyEntry } from "./vocabulary/entry.ts";
export {
  CANONICAL_EVENT_TYPES,
  DISCOURAGED_EVENT_TYPES,
  isKnownEventType,
  VOCABULARY,
  vocabulary,
} from "./vocabulary/vocabulary.ts";
export type { KnownEventType } from "./vocabulary/vocabulary.ts";

// Evidence: scales, grades, ceilings, the weakest safe interpretation
export {
  CERTAINTY_DIMENSIONS,
  CERTAINTY_SCALE,
  certaintyExceeds,
  DIMENSIONS,
  isPositive,
  meetCertainty,
  meetStrength,
  STRENGTH_SCALE,
  strengthExceeds,
} from "./evidence/scales.ts";
export type {
  CertaintyDimension,
  Dimension,
  PositiveStrength,
  Strength,
} from "./evidence/scales.ts";
export { exceeds, grade, lowerGrade, meetGrade, sameGrade } from "./evidence/grade.ts";
export type { GradeBound } from "./evidence/grade.ts";
export { checkCeiling, checkGrade } from "./evidence/ceiling.ts";
export type { CeilingViolation } from "./evidence/ceiling.ts";
export { capabilityBounds } from "./evidence/capability-bounds.ts";
export type { CapabilityBound } from "./evidence/capability-bounds.ts";
export { weakestSafe, WeakestSafeError } from "./evidence/weakest-safe.ts";
export type { WeakestSafeOptions } from "./evidence/weakest-safe.ts";
export { describeViolations } from "./evidence/violation.ts";
export type { Violation } from "./evidence/violation.ts";

// Mapping: the table, the descriptor, and the checks between them
export { rowName } from "./mapping/row.ts";
export type { Mapping, MappingConfidence, MappingRow } from "./mapping/row.ts";
export { OWN_WORK, rowsOf } from "./mapping/rows-of.ts";
export type { RowTold } from "./mapping/rows-of.ts";
export { defineMapping, mappingRows } from "./mapping/define-mapping.ts";
export { defineDescriptor } from "./mapping/define-descriptor.ts";
export { checkDescriptor } from "./mapping/check-descriptor.ts";
export { assertDefinable, crossCheck } from "./mapping/cross-check.ts";
export type { CrossCheckOptions } from "./mapping/cross-check.ts";
export { AdapterDefinitionError } from "./mapping/errors.ts";
export { toNativeEventSemantics, toNativeStatusMappings } from "./mapping/publish.ts";

// Errors
export { UnderclaimError } from "./errors.ts";
