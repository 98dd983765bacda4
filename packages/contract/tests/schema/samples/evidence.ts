import type { z } from "zod";
import type {
  AcceptanceSemantics,
  AdapterEvent,
  AdapterEvidenceAssessment,
  AssuranceCapability,
  ConfidenceGrade,
  EndpointQuality,
  EventObservation,
  EvidenceCeiling,
  EvidenceEvent,
  EvidenceGrade,
  EvidenceGradeMaximum,
  NativeEventSemantics,
  NativeStatusMapping,
} from "@underclaim/contract";
import {
  actionSurfaceRef,
  actorContext,
  correlationContext,
  endpointRef,
  providerRef,
  resourceRef,
} from "./references.ts";

export const evidenceGradeMaximum: z.input<typeof EvidenceGradeMaximum> = {
  strength: "strong",
  actor_certainty: "none",
  authority_certainty: "none",
  payload_certainty: "medium",
  interaction_certainty: "low",
  timing_certainty: "high",
  channel_certainty: "high",
  non_repudiation_strength: "low",
};

export const evidenceGrade: z.input<typeof EvidenceGrade> = {
  ...evidenceGradeMaximum,
  notes: ["Does not prove human awareness."],
};

export const confidenceGrade: z.input<typeof ConfidenceGrade> = {
  level: "medium",
  basis: ["Event was correlated to a known action request."],
};

export const acceptanceSemantics: z.input<typeof AcceptanceSemantics> = {
  acceptance_level: "device",
  finality: "final",
  does_not_mean: ["human read"],
};

export const eventObservation: z.input<typeof EventObservation> = {
  source_type: "provider_webhook",
  observed_at: "2026-01-01T12:00:05.250Z",
  occurred_at: "2026-01-01T13:00:03+01:00",
  source_confidence: "medium",
  observer_ref: "webhook/default",
  transport_ref: "https",
  notes: ["Forwarded by a relay."],
};

export const evidenceEvent: z.input<typeof EvidenceEvent> = {
  evidence_event_id: "ev_001",
  event_type: "notification.endpoint.accepted",
  event_family: "notification",
  occurred_at: "2026-01-01T12:00:03Z",
  observed_at: "2026-01-01T12:00:05Z",
  source_adapter_id: "example-connect.default",
  source_adapter_event_id: "native_001",
  coordination_case_id: "case_123",
  participant_id: "participant_456",
  payload_ref: resourceRef,
  action_surface_ref: actionSurfaceRef,
  endpoint_ref: endpointRef,
  actor_context: actorContext,
  observation: eventObservation,
  provider_refs: [providerRef],
  normalized_meaning: "The carrier reported delivery; nobody is known to have read it.",
  evidence_grade: evidenceGrade,
  confidence: confidenceGrade,
  raw_event_ref: "raw:native_001",
  correlation: correlationContext,
  native_status_mapping_ref: "mapping:delivered",
  metadata: { native_status: "delivered" },
};

export const adapterEvent: z.input<typeof AdapterEvent> = {
  event_id: "native_001",
  adapter_id: "example-connect.default",
  adapter_event_type: "message.delivered",
  native_event_type: "status",
  native_status: "delivered",
  occurred_at: "2026-01-01T12:00:03Z",
  received_at: "2026-01-01T12:00:05Z",
  observation: eventObservation,
  correlation: correlationContext,
  participant_id: "participant_456",
  payload_ref: resourceRef,
  action_surface_ref: actionSurfaceRef,
  endpoint_ref: endpointRef,
  actor_context: actorContext,
  provider_refs: [providerRef],
  raw_event_ref: "raw:native_001",
  normalization_status: "normalized",
  normalized_events: [evidenceEvent],
  metadata: { batch: 4 },
};

export const nativeStatusMapping: z.input<typeof NativeStatusMapping> = {
  native_status: "delivered",
  native_event_type: "status",
  native_status_scope: "endpoint",
  normalized_event: "notification.endpoint.accepted",
  normalized_state: "success.delivered",
  evidence_grade: evidenceGrade,
  confidence: "medium",
  terminal: true,
  retryable: false,
  ambiguous: false,
  product_or_feature_dependent: true,
  required_features: ["delivery_receipts"],
  warning: "Does not prove reading.",
  examples: ["DELIVRD"],
};

export const nativeEventSemantics: z.input<typeof NativeEventSemantics> = {
  native_event_type: "delivered",
  source_system: "carrier",
  plain_meaning: "A downstream network reported delivery.",
  does_not_mean: ["The message was read."],
  normalized_mapping: "notification.endpoint.accepted",
  evidence_grade: evidenceGrade,
  examples: ["DELIVRD"],
};

export const adapterEvidenceAssessment: z.input<typeof AdapterEvidenceAssessment> = {
  subject_ref: "message:1",
  coordination_case_id: "case_123",
  participant_id: "participant_456",
  adapter_id: "example-connect.default",
  category: "success",
  subclass: "success.delivered",
  confidence: "medium",
  strongest_signal: "notification.endpoint.accepted",
  evidence_summary: ["The carrier reported delivery."],
  recommended_coordination_interpretation: "Delivered, awareness unproven.",
  limitations: ["Delivery receipts do not prove reading."],
};

export const evidenceCeiling: z.input<typeof EvidenceCeiling> = {
  max_positive_event: "notification.endpoint.accepted",
  max_positive_strength: "strong",
  can_prove_human_awareness: false,
  can_prove_payload_access: false,
  can_prove_payload_delivery: "partially",
  can_prove_identity: false,
  can_prove_authority: false,
  can_prove_non_repudiation: false,
  conditions: ["Depends on delivery receipts."],
  limitations: ["Reading is never observed."],
  max_grade: { "notification.endpoint.accepted": evidenceGradeMaximum },
};

export const assuranceCapability: z.input<typeof AssuranceCapability> = {
  awareness_assurance: "weak",
  delivery_assurance: "conditional",
  identity_assurance: "none",
  authority_assurance: "none",
  non_repudiation_assurance: "unknown",
  conditions: ["Depends on the route."],
  limitations: ["Reading is never observed."],
};

export const endpointQuality: z.input<typeof EndpointQuality> = {
  endpoint_ref: endpointRef,
  endpoint_type: "phone_number",
  validity: "valid",
  reachability: "reachable",
  verification_state: "recently_successful",
  suppression_state: "active",
  last_success_at: "2026-01-01T12:00:05Z",
  last_failure_at: "2025-12-01T12:00:05Z",
  quality_signals: ["delivered 3 of 3"],
  confidence: "medium",
  adapter_specific: {
    email: { mx_exists: true },
    sms: { number_type: "mobile" },
    rss: { feed_valid: true },
    xmpp: { roster_state: "both" },
    hybridmail: { address_valid: true },
    other: { score: 1 },
  },
};
