import type {
  AdapterEvidenceAssessment,
  AdapterHealth,
  defineDescriptor,
  EvidenceEvent,
  EvidenceGrade,
} from "@underclaim/contract";

const GRADE: EvidenceGrade = {
  strength: "weak",
  actor_certainty: "none",
  authority_certainty: "none",
  payload_certainty: "none",
  interaction_certainty: "none",
  timing_certainty: "none",
  channel_certainty: "none",
  non_repudiation_strength: "none",
  notes: [],
};

const AT = "2026-01-01T00:00:00.000Z";

export const fakeEvidence = (number: number): EvidenceEvent => ({
  evidence_event_id: `ev_${number}`,
  event_type: "notification.attempt.created",
  event_family: "notification",
  observed_at: AT,
  coordination_case_id: "case_1",
  provider_refs: [],
  normalized_meaning: "The adapter made an attempt.",
  evidence_grade: GRADE,
  confidence: { level: "high", basis: [] },
  correlation: { correlation_id: "cor_1", coordination_case_id: "case_1", external_refs: [] },
});

export const fakeAssessment = (subject: string): AdapterEvidenceAssessment => ({
  subject_ref: subject,
  adapter_id: "fake.default",
  category: "undef",
  subclass: "undef.attempted",
  confidence: "low",
  evidence_summary: [],
  limitations: [],
});

export const fakeHealth = (): AdapterHealth => ({
  adapter_id: "fake.default",
  status: "healthy",
  checked_at: AT,
  provider_connectivity: "healthy",
  configuration_validity: "valid",
  credential_status: "valid",
  webhook_status: "healthy",
  polling_status: "not_supported",
  known_degradations: [],
  metrics: {},
});

export function fakeDescriptor(): Parameters<typeof defineDescriptor>[0] {
  const { notes: _, ...created } = GRADE;
  return {
    adapter_id: "fake.default",
    adapter_name: "fake",
    adapter_version: "1.0.0",
    adapter_contract_version: "1.1",
    adapter_types: ["notification"],
    capability_profile: {
      can_notify: true,
      can_publish: false,
      can_deliver_payload: false,
      can_collect_payload: false,
      can_grant_access: false,
      can_revoke_access: false,
      can_observe_interaction: false,
      can_observe_identity: false,
      can_observe_authority: false,
      can_emit_delivery_receipts: false,
      can_emit_display_or_read_receipts: false,
      can_emit_return_or_failure_events: false,
      can_emit_late_events: true,
      can_cancel_after_dispatch: false,
      supports_webhooks: true,
      supports_polling: false,
      supports_idempotency: "adapter_managed",
      supports_endpoint_quality: false,
      supports_native_status_mapping: true,
      supports_golden_tests: true,
    },
    supported_actions: [
      {
        action_type: "notification.send",
        mode: "async",
        idempotency_required: true,
        expected_initial_events: ["notification.attempt.created"],
        possible_later_events: [],
      },
    ],
    emitted_event_types: ["notification.attempt.created"],
    supported_channels: ["fake"],
    supported_endpoint_types: ["fake"],
    evidence_profile: {
      strongest_evidence_level: "weak",
      can_prove_human_awareness: false,
      can_prove_payload_delivery: false,
      can_prove_identity: false,
    },
    evidence_ceiling: {
      max_positive_event: "notification.attempt.created",
      max_positive_strength: "weak",
      can_prove_human_awareness: false,
      can_prove_payload_access: false,
      can_prove_payload_delivery: false,
      can_prove_identity: false,
      can_prove_authority: false,
      can_prove_non_repudiation: false,
      max_grade: { "notification.attempt.created": created },
    },
    assurance_capability: {
      awareness_assurance: "none",
      delivery_assurance: "none",
      identity_assurance: "none",
      authority_assurance: "none",
      non_repudiation_assurance: "none",
    },
    identity_profile: { identity_strength: "none", authority_strength: "none" },
    late_event_policy: {
      accepts_late_events: true,
      late_events_can_revise_assessment: true,
      late_events_can_reopen_case: false,
      expected_late_event_types: [],
    },
    limitations: ["It is a fake."],
  };
}
