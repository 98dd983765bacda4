import type { z } from "zod";
import { AcceptanceSemantics } from "./acceptance-semantics.ts";
import { ActionContent } from "./action-content.ts";
import { ActionLink } from "./action-link.ts";
import { ActionSurfaceRef } from "./action-surface-ref.ts";
import { ActorContext } from "./actor-context.ts";
import { AdapterActionCapability } from "./adapter-action-capability.ts";
import { AdapterActionRequest } from "./adapter-action-request.ts";
import { AdapterActionResult, AdapterActionState } from "./adapter-action-result.ts";
import { AdapterCapabilityProfile } from "./adapter-capability-profile.ts";
import { AdapterCostProfile } from "./adapter-cost-profile.ts";
import { AdapterDescriptor } from "./adapter-descriptor.ts";
import { AdapterEvent } from "./adapter-event.ts";
import { AdapterEvidenceAssessment } from "./adapter-evidence-assessment.ts";
import { AdapterEvidenceProfile } from "./adapter-evidence-profile.ts";
import {
  AdapterGoldenTest,
  ExpectedAssessment,
  ExpectedEvidenceEvent,
} from "./adapter-golden-test.ts";
import { AdapterHealth } from "./adapter-health.ts";
import { AdapterIdentityProfile } from "./adapter-identity-profile.ts";
import { AdapterLatencyProfile } from "./adapter-latency-profile.ts";
import { AdapterLifecycleState } from "./adapter-lifecycle-state.ts";
import { AdapterReliabilityProfile } from "./adapter-reliability-profile.ts";
import { AssuranceCapability } from "./assurance-capability.ts";
import { ConfidenceGrade } from "./confidence-grade.ts";
import { CorrelationContext } from "./correlation-context.ts";
import { EndpointQuality } from "./endpoint-quality.ts";
import { EndpointRef } from "./endpoint-ref.ts";
import { ErrorDescriptor } from "./error-descriptor.ts";
import { EventObservation } from "./event-observation.ts";
import { EvidenceCeiling } from "./evidence-ceiling.ts";
import { EvidenceEvent } from "./evidence-event.ts";
import { EvidenceGrade, EvidenceGradeMaximum } from "./evidence-grade.ts";
import { FeatureDependency } from "./feature-dependency.ts";
import { IdempotencyConflict } from "./idempotency-conflict.ts";
import { LateEventPolicy } from "./late-event-policy.ts";
import { NativeEventSemantics } from "./native-event-semantics.ts";
import { NativeStatusMapping } from "./native-status-mapping.ts";
import { PolicyContext } from "./policy-context.ts";
import { ProviderRef } from "./provider-ref.ts";
import { ResourceRef } from "./resource-ref.ts";
import { SecurityContext } from "./security-context.ts";
import { TrackingContext } from "./tracking-context.ts";

/** Every named object of the contract, under its name in the specification. */
export const CONTRACT_SCHEMAS = {
  AcceptanceSemantics,
  ActionContent,
  ActionLink,
  ActionSurfaceRef,
  ActorContext,
  AdapterActionCapability,
  AdapterActionRequest,
  AdapterActionResult,
  AdapterActionState,
  AdapterCapabilityProfile,
  AdapterCostProfile,
  AdapterDescriptor,
  AdapterEvent,
  AdapterEvidenceAssessment,
  AdapterEvidenceProfile,
  AdapterGoldenTest,
  AdapterHealth,
  AdapterIdentityProfile,
  AdapterLatencyProfile,
  AdapterLifecycleState,
  AdapterReliabilityProfile,
  AssuranceCapability,
  ConfidenceGrade,
  CorrelationContext,
  EndpointQuality,
  EndpointRef,
  ErrorDescriptor,
  EventObservation,
  EvidenceCeiling,
  EvidenceEvent,
  EvidenceGrade,
  EvidenceGradeMaximum,
  ExpectedAssessment,
  ExpectedEvidenceEvent,
  FeatureDependency,
  IdempotencyConflict,
  LateEventPolicy,
  NativeEventSemantics,
  NativeStatusMapping,
  PolicyContext,
  ProviderRef,
  ResourceRef,
  SecurityContext,
  TrackingContext,
} satisfies Record<string, z.ZodType>;

export type ContractSchemaName = keyof typeof CONTRACT_SCHEMAS;
