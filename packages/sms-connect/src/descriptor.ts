// SmsAdapterSpecification §15, as AdapterInterfaceSpecification 1.1 asks for it.
import {
  defineDescriptor,
  type AdapterActionCapability,
  type AdapterDescriptor,
} from "@underclaim/contract";
import { ADAPTER_ID } from "./adapter-id.ts";
import { EMITTED, MAX_GRADE, type EmittedEvent } from "./evidence/ceiling.ts";
import { FEATURE_DEPENDENCIES } from "./evidence/features.ts";

const LIMITATIONS = [
  // §15
  "SMS delivery receipts do not prove that the intended human read the message.",
  "Some routes do not provide reliable final delivery receipts.",
  "Delivered status semantics differ by provider, country, carrier, and route.",
  "Phone numbers may be reassigned, shared, forwarded, or unavailable.",
  "Link clicks do not prove actor identity.",
  "SMS content may be filtered by carriers or blocked by compliance rules.",
  "Alphanumeric sender IDs may not support inbound replies.",
  // Ours
  "SMS has no read receipts and no open tracking.",
  "A message is withdrawn only before it is handed over, or where its provider holds it until its time.",
  "interaction.authenticated_actor_interaction is never emitted: the identity evidence that it needs comes from other adapters.",
  "Where a submission's answer is lost and the provider cannot be asked, the outcome stays unknown until a receipt or an operator tells it; the message is not sent again.",
  "A reply that names no message is taken to be about the last one between the same numbers, and is graded lower for it.",
];

const LATE: EmittedEvent[] = [
  "notification.endpoint.accepted",
  "notification.endpoint.deferred",
  "notification.endpoint.rejected_temporary",
  "notification.endpoint.rejected_permanent",
  "notification.endpoint.unreachable",
  "notification.endpoint.unknown",
  "notification.channel.unsubscribe_received",
  "interaction.reply_received",
  "interaction.acknowledgement_recorded",
  "interaction.unverified_actor_interaction",
];

export interface DescriptorOptions {
  /** What the adapter's actions declare of themselves. */
  readonly actions: readonly AdapterActionCapability[];
  /** ISO 8601 duration, as configured. */
  readonly idempotencyRetention: string;
}

export function smsDescriptor(options: DescriptorOptions): AdapterDescriptor {
  return defineDescriptor({
    adapter_id: ADAPTER_ID,
    adapter_name: "sms-connect",
    adapter_version: "0.1.0",
    adapter_contract_version: "1.1",
    adapter_types: ["notification", "communication", "interaction"],
    provider_family: "sms",
    provider_name: "configurable",
    deployment_mode: "external",
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
      can_emit_return_or_failure_events: true,
      can_emit_late_events: true,
      can_cancel_after_dispatch: false,
      supports_webhooks: true,
      supports_polling: false,
      supports_idempotency: "adapter_managed",
      supports_endpoint_quality: true,
      supports_native_status_mapping: true,
      supports_golden_tests: true,
      limitations: ["A receipt shows a telephone endpoint or its network, never a person."],
    },
    supported_actions: [...options.actions],
    emitted_event_types: EMITTED,
    supported_channels: ["sms"],
    // The phone number is what messages are sent to; the others are what they are sent from (§8.4, §15).
    supported_endpoint_types: [
      "phone_number",
      "short_code",
      "long_code",
      "toll_free",
      "alphanumeric_sender_id",
    ],
    evidence_profile: {
      strongest_evidence_level: "medium_to_strong",
      can_prove_human_awareness: false,
      can_prove_payload_delivery: false,
      can_prove_identity: false,
      notes: ["Strong is the endpoint's evidence: a delivery receipt, or a reply from the number."],
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
      conditions: [
        "Strongest evidence depends on carrier delivery receipts.",
        "Replies need a sender and a route that take inbound messages.",
      ],
      limitations: ["No SMS event proves awareness, identity or authority."],
      max_grade: { ...MAX_GRADE },
    },
    assurance_capability: {
      awareness_assurance: "weak",
      delivery_assurance: "medium",
      identity_assurance: "none",
      authority_assurance: "none",
      non_repudiation_assurance: "none",
      conditions: [
        "Awareness only by a reply or a link that was opened, and then of whoever holds the telephone.",
        "Delivery only where the route reports it, and then to an endpoint or its network.",
      ],
      limitations: ["Possession of a telephone is not identity."],
    },
    identity_profile: {
      identity_strength: "low_to_medium",
      authority_strength: "none_to_low",
      notes: [
        "A reply shows that something was sent under the number, and not by whom or by what: telephones answer by themselves, and numbers are forged.",
      ],
    },
    late_event_policy: {
      accepts_late_events: true,
      late_events_can_revise_assessment: true,
      late_events_can_reopen_case: true,
      default_late_event_window: "P3D",
      expected_late_event_types: LATE,
      notes: [
        "Late events are emitted whenever they come; the window says how long they are common.",
        "A late receipt revises undef.no_dlr and undef.dlr_unknown; it may be a reason to reopen.",
      ],
    },
    feature_dependencies: FEATURE_DEPENDENCIES,
    latency_profile: {
      typical_acceptance: "PT0.05S",
      typical_dispatch: "PT1S",
      typical_first_evidence: "PT10S",
      notes: ["Receipts take from seconds to days, by provider, carrier and handset."],
    },
    cost_profile: {
      cost_model: "per_unit",
      unit: "segment",
      notes: [
        "A message is charged by segments: 160 or 153 characters of GSM-7 each, 70 or 67 of UCS-2.",
        "Prices differ by destination and route; content analysis gives estimates only.",
      ],
    },
    reliability_profile: {
      survives_restart: true,
      effect_guarantee: "at_most_once",
      ordering: "none",
      loss_conditions: [
        "What a provider reports while it cannot reach this service, and does not repeat, is lost.",
      ],
      notes: [
        "A submission without an answer is never repeated, unless its provider deduplicates.",
      ],
    },
    configuration_schema_ref: "/adapter/configuration-schema",
    native_status_mapping_ref: "/adapter/mappings",
    golden_tests_ref: "/adapter/golden-tests",
    health_endpoint_ref: "/adapter/health",
    limitations: LIMITATIONS,
    idempotency_retention: options.idempotencyRetention,
  });
}
