import type { z } from "zod";
import type {
  AdapterActionCapability,
  AdapterActionRequest,
  AdapterActionResult,
  AdapterCapabilityProfile,
  AdapterCostProfile,
  AdapterDescriptor,
  AdapterEvidenceProfile,
  AdapterGoldenTest,
  AdapterHealth,
  AdapterIdentityProfile,
  AdapterLatencyProfile,
  AdapterReliabilityProfile,
  ErrorDescriptor,
  FeatureDependency,
  IdempotencyConflict,
  LateEventPolicy,
} from "@underclaim/contract";
import {
  adapterEvidenceAssessment,
  assuranceCapability,
  evidenceCeiling,
  evidenceEvent,
} from "./evidence.ts";
import * as references from "./references.ts";

export const errorDescriptor: z.input<typeof ErrorDescriptor> = {
  code: "endpoint_suppressed",
  message: "The endpoint is suppressed; remove the suppression first.",
  retryable: false,
  category: "validation",
  native_error_code: "21610",
  native_error_message: "Attempt to send to unsubscribed recipient",
  details: { path: ["target_endpoint"] },
};

export const idempotencyConflict: z.input<typeof IdempotencyConflict> = {
  idempotency_key: "case_123:notif_001",
  original_request_ref: "req_001",
  conflicting_request_ref: "req_002",
  conflict_fields: ["content"],
};

export const actionRequest: z.input<typeof AdapterActionRequest> = {
  request_id: "req_001",
  action_type: "notification.send",
  coordination_case_id: "case_123",
  participant_id: "participant_456",
  payload_ref: references.resourceRef,
  action_surface_ref: references.actionSurfaceRef,
  channel: "sms",
  target_endpoint: references.endpointRef,
  actor_context: references.actorContext,
  content: references.actionContent,
  template_ref: "template:reminder",
  variables: { portal_link: "https://portal.example.com/access/abc" },
  parameters: { send_at: "2026-01-02T08:00:00Z" },
  tracking_context: references.trackingContext,
  policy_context: references.policyContext,
  security_context: references.securityContext,
  idempotency_key: "case_123:participant_456:notif_001",
  requested_at: "2026-01-01T12:00:00Z",
  expires_at: "2026-01-03T12:00:00Z",
  metadata: { origin: "test" },
};

export const actionResult: z.input<typeof AdapterActionResult> = {
  request_id: "req_001",
  adapter_id: "example-connect.default",
  accepted: true,
  action_state: "accepted",
  adapter_operation_id: "op_001",
  provider_operation_id: "provider_op_001",
  initial_events: [evidenceEvent],
  raw_response_ref: "raw:response_001",
  error: errorDescriptor,
  received_at: "2026-01-01T12:00:01Z",
  completed_at: "2026-01-01T12:00:02Z",
  metadata: { environment: "sandbox" },
};

export const actionCapability: z.input<typeof AdapterActionCapability> = {
  action_type: "notification.send",
  description: "Sends a notification.",
  mode: "async",
  idempotency_required: true,
  required_fields: ["target_endpoint"],
  optional_fields: ["variables"],
  supported_channels: ["sms"],
  supported_endpoint_types: ["phone_number"],
  preconditions: ["The endpoint is not suppressed."],
  postconditions: ["The request is recorded."],
  capability_dependencies: ["sending"],
  unsupported_when: ["The route is closed."],
  expected_initial_events: ["notification.attempt.accepted_by_adapter"],
  possible_later_events: ["notification.endpoint.accepted"],
  known_failure_modes: ["The carrier never reports."],
};

export const capabilityProfile: z.input<typeof AdapterCapabilityProfile> = {
  can_notify: true,
  can_publish: false,
  can_deliver_payload: false,
  can_collect_payload: false,
  can_grant_access: false,
  can_revoke_access: false,
  can_observe_interaction: true,
  can_observe_identity: false,
  can_observe_authority: false,
  can_emit_delivery_receipts: true,
  can_emit_display_or_read_receipts: false,
  can_emit_return_or_failure_events: true,
  can_emit_late_events: true,
  can_cancel_after_dispatch: false,
  supports_webhooks: true,
  supports_polling: false,
  supports_idempotency: "adapter_managed",
  supports_endpoint_quality: true,
  supports_native_status_mapping: true,
  supports_golden_tests: true,
  limitations: ["Reading is never observed."],
};

export const featureDependency: z.input<typeof FeatureDependency> = {
  feature_name: "delivery_receipts",
  dependency_type: "route",
  required_for_events: ["notification.endpoint.accepted"],
  fallback_behavior: "provider acceptance only",
  limitation: "Without receipts nothing is known of the endpoint.",
};

export const lateEventPolicy: z.input<typeof LateEventPolicy> = {
  accepts_late_events: true,
  late_events_can_revise_assessment: true,
  late_events_can_reopen_case: true,
  default_late_event_window: "P7D",
  expected_late_event_types: ["notification.endpoint.accepted"],
  notes: ["Receipts may come after days."],
};

export const evidenceProfile: z.input<typeof AdapterEvidenceProfile> = {
  strongest_evidence_level: "medium_to_strong",
  can_prove_human_awareness: false,
  can_prove_payload_delivery: false,
  can_prove_identity: "partially",
  notes: ["Depends on the route."],
};

export const identityProfile: z.input<typeof AdapterIdentityProfile> = {
  identity_strength: "low_to_medium",
  authority_strength: "none_to_low",
  notes: ["Numbers are reassigned."],
};

export const latencyProfile: z.input<typeof AdapterLatencyProfile> = {
  typical_acceptance: "PT0.05S",
  typical_dispatch: "PT1S",
  typical_first_evidence: "PT10S",
  notes: ["Depends on the carrier."],
};

export const costProfile: z.input<typeof AdapterCostProfile> = {
  cost_model: "per_unit",
  unit: "segment",
  notes: ["Prices are the provider's."],
};

export const reliabilityProfile: z.input<typeof AdapterReliabilityProfile> = {
  survives_restart: true,
  effect_guarantee: "at_most_once",
  ordering: "none",
  loss_conditions: ["A crash may lose one second of observations."],
  notes: ["As configured."],
};

export const descriptor: z.input<typeof AdapterDescriptor> = {
  adapter_id: "example-connect.default",
  adapter_name: "example-connect",
  adapter_version: "1.0.0",
  adapter_contract_version: "1.1",
  adapter_types: ["notification"],
  provider_family: "example",
  provider_name: "sandbox",
  deployment_mode: "external",
  capability_profile: capabilityProfile,
  supported_actions: [actionCapability],
  emitted_event_types: ["notification.endpoint.accepted"],
  supported_channels: ["sms"],
  supported_endpoint_types: ["phone_number"],
  evidence_profile: evidenceProfile,
  evidence_ceiling: evidenceCeiling,
  assurance_capability: assuranceCapability,
  identity_profile: identityProfile,
  late_event_policy: lateEventPolicy,
  feature_dependencies: [featureDependency],
  latency_profile: latencyProfile,
  cost_profile: costProfile,
  reliability_profile: reliabilityProfile,
  configuration_schema_ref: "/adapter/configuration-schema",
  native_status_mapping_ref: "/adapter/mappings",
  golden_tests_ref: "/adapter/golden-tests",
  health_endpoint_ref: "/adapter/health",
  documentation_ref: "https://example.com/docs",
  limitations: ["Reading is never observed."],
  conformance_level: 3,
  idempotency_retention: "P30D",
};

export const health: z.input<typeof AdapterHealth> = {
  adapter_id: "example-connect.default",
  status: "degraded",
  checked_at: "2026-01-01T12:00:00Z",
  provider_connectivity: "healthy",
  configuration_validity: "valid",
  credential_status: "valid",
  webhook_status: "healthy",
  polling_status: "not_supported",
  last_action_success_at: "2026-01-01T11:59:00Z",
  last_event_received_at: "2026-01-01T11:59:30Z",
  known_degradations: ["Receipts are late."],
  metrics: {
    actions_accepted_last_24h: 10,
    actions_failed_last_24h: 0,
    events_received_last_24h: 30,
    average_action_latency_ms: 12,
  },
};

export const goldenTest: z.input<typeof AdapterGoldenTest> = {
  test_id: "delivered_is_not_awareness",
  scenario: "The carrier reports delivery.",
  adapter_id: "example-connect.default",
  native_events: [{ status: "delivered" }],
  expected_evidence_events: [evidenceEvent],
  expected_assessment: adapterEvidenceAssessment,
  must_not_emit: ["interaction.notification.opened"],
  notes: ["Reading is never observed."],
};
