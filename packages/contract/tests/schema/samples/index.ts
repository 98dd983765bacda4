import type { z } from "zod";
import type { CONTRACT_SCHEMAS, ContractSchemaName } from "@underclaim/contract";
import * as adapter from "./adapter.ts";
import * as evidence from "./evidence.ts";
import * as references from "./references.ts";

/** One valid value per object with every field set; the type fails where one is missing. */
export const SAMPLES: {
  [Name in ContractSchemaName]: z.input<(typeof CONTRACT_SCHEMAS)[Name]>;
} = {
  AcceptanceSemantics: evidence.acceptanceSemantics,
  ActionContent: references.actionContent,
  ActionLink: references.actionLink,
  ActionSurfaceRef: references.actionSurfaceRef,
  ActorContext: references.actorContext,
  AdapterActionCapability: adapter.actionCapability,
  AdapterActionRequest: adapter.actionRequest,
  AdapterActionResult: adapter.actionResult,
  AdapterActionState: "accepted",
  AdapterCapabilityProfile: adapter.capabilityProfile,
  AdapterCostProfile: adapter.costProfile,
  AdapterDescriptor: adapter.descriptor,
  AdapterEvent: evidence.adapterEvent,
  AdapterEvidenceAssessment: evidence.adapterEvidenceAssessment,
  AdapterEvidenceProfile: adapter.evidenceProfile,
  AdapterGoldenTest: adapter.goldenTest,
  AdapterHealth: adapter.health,
  AdapterIdentityProfile: adapter.identityProfile,
  AdapterLatencyProfile: adapter.latencyProfile,
  AdapterLifecycleState: "healthy",
  AdapterReliabilityProfile: adapter.reliabilityProfile,
  AssuranceCapability: evidence.assuranceCapability,
  ConfidenceGrade: evidence.confidenceGrade,
  CorrelationContext: references.correlationContext,
  EndpointQuality: evidence.endpointQuality,
  EndpointRef: references.endpointRef,
  ErrorDescriptor: adapter.errorDescriptor,
  EventObservation: evidence.eventObservation,
  EvidenceCeiling: evidence.evidenceCeiling,
  EvidenceEvent: evidence.evidenceEvent,
  EvidenceGrade: evidence.evidenceGrade,
  EvidenceGradeMaximum: evidence.evidenceGradeMaximum,
  ExpectedAssessment: evidence.adapterEvidenceAssessment,
  ExpectedEvidenceEvent: evidence.evidenceEvent,
  FeatureDependency: adapter.featureDependency,
  IdempotencyConflict: adapter.idempotencyConflict,
  LateEventPolicy: adapter.lateEventPolicy,
  NativeEventSemantics: evidence.nativeEventSemantics,
  NativeStatusMapping: evidence.nativeStatusMapping,
  PolicyContext: references.policyContext,
  ProviderRef: references.providerRef,
  ResourceRef: references.resourceRef,
  SecurityContext: references.securityContext,
  TrackingContext: references.trackingContext,
};
