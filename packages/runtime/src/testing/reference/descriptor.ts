import { defineDescriptor, type EvidenceGrade } from "@underclaim/contract";
import type { ActionDefinition } from "../../definition/action.ts";
import { grade } from "./evidence/grade.ts";

type Maximum = Omit<EvidenceGrade, "notes">;
const most = (...told: Parameters<typeof grade>): Maximum => {
  const { notes: _, ...maximum } = grade(...told);
  return maximum;
};
const act = most("strong", { timing_certainty: "high", channel_certainty: "low" });
const bad = most("negative", { timing_certainty: "high", channel_certainty: "high" });
const human = {
  interaction_certainty: "medium",
  channel_certainty: "medium",
  actor_certainty: "low",
} as const;

/** The most this channel can ever say of each event, written down before any row was. */
const MAX_GRADE: Readonly<Record<string, Maximum>> = {
  "notification.attempt.created": most("weak"),
  "notification.attempt.accepted_by_adapter": act,
  "notification.attempt.scheduled": act,
  "notification.attempt.rejected_by_adapter": bad,
  "notification.attempt.cancelled": act,
  "notification.attempt.delayed": most("weak"),
  "notification.attempt.accepted_by_provider": most("medium", {
    payload_certainty: "medium",
    channel_certainty: "medium",
  }),
  "notification.attempt.rejected_by_provider": bad,
  "notification.endpoint.accepted": most("strong", {
    payload_certainty: "medium",
    timing_certainty: "medium",
    channel_certainty: "high",
  }),
  "notification.endpoint.rejected_temporary": bad,
  "notification.endpoint.unknown": most("none"),
  "notification.channel.unsubscribe_received": most("strong", human),
  "notification.channel.suppression_added": act,
  "notification.channel.suppression_removed": act,
  "interaction.notification.opened": most("medium", { ...human, timing_certainty: "medium" }),
  "interaction.reply_received": most("strong", human),
};

export const describe = (actions: Readonly<Record<string, ActionDefinition>>) =>
  defineDescriptor({
    adapter_id: "reference-connect.default",
    adapter_name: "reference-connect",
    adapter_version: "0.1.0",
    adapter_contract_version: "1.1",
    adapter_types: ["notification"],
    provider_family: "reference",
    provider_name: "reference",
    deployment_mode: "embedded",
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
      can_emit_display_or_read_receipts: true,
      can_emit_return_or_failure_events: true,
      can_emit_late_events: true,
      can_cancel_after_dispatch: false,
      supports_webhooks: true,
      supports_polling: false,
      supports_idempotency: "adapter_managed",
      supports_endpoint_quality: true,
      supports_native_status_mapping: true,
      supports_golden_tests: true,
      limitations: ["The channel exists only in tests."],
    },
    supported_actions: Object.values(actions).map(({ capability }) => capability),
    emitted_event_types: Object.keys(MAX_GRADE),
    supported_channels: ["reference"],
    supported_endpoint_types: ["reference_inbox"],
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
      limitations: ["A receipt shows an endpoint, never a person."],
      max_grade: MAX_GRADE,
    },
    assurance_capability: {
      awareness_assurance: "weak",
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
      expected_late_event_types: ["notification.endpoint.accepted", "interaction.reply_received"],
    },
    reliability_profile: {
      survives_restart: true,
      effect_guarantee: "at_most_once",
      ordering: "none",
    },
    limitations: ["Possession of an endpoint is not identity."],
    conformance_level: 4,
  });
