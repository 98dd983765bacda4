import {
  type AdapterDescriptor,
  defineDescriptor,
  defineMapping,
  type EvidenceGrade,
  type MappingRow,
} from "@underclaim/contract";

/** A grade that says nothing but what a case needs. */
export function gradeWith(parts: Partial<EvidenceGrade>): EvidenceGrade {
  return {
    strength: "none",
    actor_certainty: "none",
    authority_certainty: "none",
    payload_certainty: "none",
    interaction_certainty: "none",
    timing_certainty: "none",
    channel_certainty: "none",
    non_repudiation_strength: "none",
    notes: [],
    ...parts,
  };
}

export function rowWith(parts: Partial<MappingRow>): MappingRow {
  return {
    event: "notification.attempt.created",
    grade: gradeWith({}),
    confidence: "high",
    meaning: "The adapter made an attempt.",
    scope: "transport",
    terminal: false,
    doesNotMean: ["that anything was sent"],
    clause: "AdapterInterfaceSpecification §11.1",
    ...parts,
  };
}

const deliveredGrade = gradeWith({ strength: "strong", channel_certainty: "high" });
const replyGrade = gradeWith({
  strength: "strong",
  actor_certainty: "medium",
  interaction_certainty: "high",
});

/** A carrier pigeon: small, whole, and consistent. */
export const pigeonMapping = defineMapping({
  "pigeon.released": [rowWith({ grade: gradeWith({ strength: "weak" }) })],
  "pigeon.landed": [
    rowWith({
      event: "notification.endpoint.accepted",
      grade: deliveredGrade,
      meaning: "The pigeon landed at the loft.",
      scope: "endpoint",
      acceptance: { acceptance_level: "endpoint", finality: "final", does_not_mean: ["read"] },
      requiredFeatures: ["loft_bell"],
      warning: "A loft is not a reader.",
      examples: ["bell"],
    }),
  ],
  "pigeon.answered": [
    rowWith({ event: "interaction.reply_received", grade: replyGrade, scope: "interaction" }),
  ],
  "pigeon.seen": [],
});

type DescriptorInput = Parameters<typeof defineDescriptor>[0];

export function pigeonDescriptorInput(): DescriptorInput {
  const { notes: _, ...delivered } = deliveredGrade;
  const { notes: __, ...reply } = replyGrade;
  const { notes: ___, ...created } = gradeWith({ strength: "weak" });
  return {
    adapter_id: "pigeon.default",
    adapter_name: "pigeon",
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
      can_observe_interaction: true,
      can_observe_identity: false,
      can_observe_authority: false,
      can_emit_delivery_receipts: true,
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
        possible_later_events: ["notification.endpoint.accepted", "interaction.reply_received"],
      },
    ],
    emitted_event_types: [
      "notification.attempt.created",
      "notification.endpoint.accepted",
      "interaction.reply_received",
    ],
    supported_channels: ["pigeon"],
    supported_endpoint_types: ["loft"],
    evidence_profile: {
      strongest_evidence_level: "weak_to_strong",
      can_prove_human_awareness: false,
      can_prove_payload_delivery: false,
      can_prove_identity: false,
    },
    evidence_ceiling: {
      max_positive_event: "notification.endpoint.accepted",
      max_positive_strength: "strong",
      can_prove_human_awareness: false,
      can_prove_payload_access: false,
      can_prove_payload_delivery: false,
      can_prove_identity: false,
      can_prove_authority: false,
      can_prove_non_repudiation: false,
      max_grade: {
        "notification.attempt.created": created,
        "notification.endpoint.accepted": delivered,
        "interaction.reply_received": reply,
      },
    },
    assurance_capability: {
      awareness_assurance: "none",
      delivery_assurance: "medium",
      identity_assurance: "none",
      authority_assurance: "none",
      non_repudiation_assurance: "none",
    },
    identity_profile: { identity_strength: "none_to_low", authority_strength: "none" },
    late_event_policy: {
      accepts_late_events: true,
      late_events_can_revise_assessment: true,
      late_events_can_reopen_case: false,
      expected_late_event_types: ["notification.endpoint.accepted"],
    },
    feature_dependencies: [
      {
        feature_name: "loft_bell",
        dependency_type: "endpoint",
        required_for_events: ["notification.endpoint.accepted"],
        fallback_behavior: "No landing is reported.",
        limitation: "A loft without a bell reports nothing.",
      },
    ],
    limitations: ["A landing does not prove that anybody read the message."],
  };
}

/** The descriptor after a change to its input. */
export function pigeonDescriptor(
  change: (input: DescriptorInput) => void = () => undefined,
): AdapterDescriptor {
  const input = pigeonDescriptorInput();
  change(input);
  return defineDescriptor(input);
}
