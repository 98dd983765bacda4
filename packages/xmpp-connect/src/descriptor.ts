// XmppAdapterSpecification §20, as AdapterInterfaceSpecification 1.1 asks for it.
import {
  defineDescriptor,
  type AdapterActionCapability,
  type AdapterDescriptor,
} from "@underclaim/contract";
import { ADAPTER_ID } from "./adapter-id.ts";
import { EMITTED, MAX_GRADE, type EmittedEvent } from "./evidence/ceiling.ts";
import { FEATURE_DEPENDENCIES } from "./evidence/features.ts";

const LIMITATIONS = [
  // §20
  "Server acceptance does not prove client delivery.",
  "Stream management acknowledgement does not prove recipient awareness.",
  "Presence does not prove that a recipient read the message.",
  "Delivery receipts depend on client support and do not prove reading.",
  "Displayed markers provide stronger awareness evidence but not comprehension.",
  "Bare JID routing can create multi-resource ambiguity.",
  // Ours
  // §20
  "MUC room delivery does not prove participant-specific awareness.",
  "Messages go to rooms (XEP-0045) that an account is configured to be in, and to no others.",
  "An occupant is a participant only where the room shows real JIDs to the account and the JID is mapped; the room's service vouches for that. Of all others nothing is told but that somebody reacted.",
  "Free text in a room is an answer only where it names the message.",
  "PubSub publication does not prove subscriber or human awareness.",
  "Items are published in nodes (XEP-0060) that an account is configured to use; that subscribers are notified is seen of this adapter's own accounts alone.",
  "A component (XEP-0114) has no stream management, no TLS of its own, no archive, roster, presence or rooms: what its connection breaks under is unknown, and what comes meanwhile is lost.",
  "A command prompt is offered as a command (XEP-0050) only where a client of the recipient that is seen announces commands; its address ends with the session. The words to reply with are sent always.",
  "End-to-end encryption is not supported: messages are sent readable to the servers they pass, and of an encrypted reply only its coming is seen.",
  "Servers give the same answer for an unknown account and for a blocked sender: neither is concluded from it.",
  "A receipt or marker is one client's claim; other clients of the account are not told of.",
  "Where the session ends before the server has acknowledged a stanza, the outcome stays unknown until a receipt, the archive or an operator tells it; it is not sent again.",
  "A reply that names no message is taken to be about the last one to the same JID, and is graded lower for it.",
  "Who used an account is not shown: a server vouches for the account alone.",
];

const LATE: EmittedEvent[] = [
  "notification.endpoint.accepted",
  "notification.endpoint.rejected_temporary",
  "notification.endpoint.rejected_permanent",
  "notification.endpoint.unreachable",
  "notification.attempt.accepted_by_provider",
  "notification.attempt.rejected_by_provider",
  "notification.channel.unsubscribe_received",
  "interaction.notification.opened",
  "interaction.reply_received",
  "interaction.acknowledgement_recorded",
  "interaction.decline_recorded",
  "interaction.authenticated_actor_interaction",
  "identity.actor_authenticated",
];

export interface DescriptorOptions {
  /** What the adapter's actions declare of themselves. */
  readonly actions: readonly AdapterActionCapability[];
  /** ISO 8601 duration, as configured. */
  readonly idempotencyRetention: string;
}

export function xmppDescriptor(options: DescriptorOptions): AdapterDescriptor {
  return defineDescriptor({
    adapter_id: ADAPTER_ID,
    adapter_name: "xmpp-connect",
    adapter_version: "0.1.0",
    adapter_contract_version: "1.1",
    adapter_types: ["notification", "communication", "interaction", "feed"],
    provider_family: "xmpp",
    provider_name: "configurable",
    deployment_mode: "external",
    capability_profile: {
      can_notify: true,
      can_publish: true,
      can_deliver_payload: false,
      can_collect_payload: false,
      can_grant_access: false,
      can_revoke_access: false,
      can_observe_interaction: true,
      can_observe_identity: true,
      can_observe_authority: false,
      can_emit_delivery_receipts: true,
      can_emit_display_or_read_receipts: true,
      can_emit_return_or_failure_events: true,
      can_emit_late_events: true,
      can_cancel_after_dispatch: false,
      supports_webhooks: false,
      supports_polling: false,
      supports_idempotency: "adapter_managed",
      supports_endpoint_quality: true,
      supports_native_status_mapping: true,
      supports_golden_tests: true,
      limitations: ["Identity is that of an account, as its server vouches for it."],
    },
    supported_actions: [...options.actions],
    emitted_event_types: EMITTED,
    supported_channels: ["xmpp", "xmpp_muc", "xmpp_pubsub"],
    // The first is what an endpoint counts as where nothing else is known.
    supported_endpoint_types: [
      "bare_jid",
      "full_jid",
      "xmpp_jid",
      "component_jid",
      "muc_room_jid",
      "pubsub_node",
    ],
    evidence_profile: {
      strongest_evidence_level: "medium_to_strong",
      can_prove_human_awareness: "partially",
      can_prove_payload_delivery: false,
      can_prove_identity: "partially",
      notes: [
        "Strong is what a client of the recipient's account claims, or what came back from it.",
      ],
    },
    evidence_ceiling: {
      // AdapterInterfaceSpecification §9.3's example of XMPP with displayed markers.
      max_positive_event: "interaction.notification.opened",
      max_positive_strength: "strong",
      can_prove_human_awareness: "partially",
      can_prove_payload_access: false,
      can_prove_payload_delivery: false,
      can_prove_identity: "partially",
      can_prove_authority: false,
      can_prove_non_repudiation: false,
      conditions: [
        "Requires client support for delivery receipts or displayed markers.",
        "Identity requires that the JID is mapped to the participant.",
      ],
      limitations: ["No XMPP event proves comprehension, authority or payload access."],
      max_grade: { ...MAX_GRADE },
    },
    assurance_capability: {
      awareness_assurance: "conditional",
      delivery_assurance: "medium",
      identity_assurance: "conditional",
      authority_assurance: "none",
      non_repudiation_assurance: "none",
      conditions: [
        "Awareness only by a displayed marker, an acknowledgement or a reply.",
        "Delivery only where the recipient's client gives receipts, and then to that client.",
        "Identity only of accounts that are mapped to a participant, as far as their servers are trusted.",
      ],
      limitations: ["An account is not a person."],
    },
    identity_profile: {
      identity_strength: "medium_to_high",
      authority_strength: "none_to_medium",
      notes: ["An authenticated account of a mapped JID; who used it is not shown."],
    },
    late_event_policy: {
      accepts_late_events: true,
      late_events_can_revise_assessment: true,
      late_events_can_reopen_case: true,
      default_late_event_window: "P7D",
      expected_late_event_types: LATE,
      notes: [
        "Late events are emitted whenever they come; the window says how long they are common.",
        "Messages that were stored offline are delivered, and receipted, when a client comes online.",
      ],
    },
    feature_dependencies: FEATURE_DEPENDENCIES,
    latency_profile: {
      typical_acceptance: "PT0.05S",
      typical_dispatch: "PT0.5S",
      typical_first_evidence: "PT2S",
      notes: ["Receipts take as long as the recipient's clients are offline."],
    },
    cost_profile: {
      cost_model: "free",
      notes: ["XMPP itself charges nothing for a message."],
    },
    reliability_profile: {
      survives_restart: true,
      effect_guarantee: "at_most_once",
      ordering: "none",
      loss_conditions: [
        "What comes while there is no session is lost where the server neither stores offline nor archives.",
      ],
      notes: ["A stanza without an answer is never sent again."],
    },
    configuration_schema_ref: "/adapter/configuration-schema",
    native_status_mapping_ref: "/adapter/mappings",
    golden_tests_ref: "/adapter/golden-tests",
    health_endpoint_ref: "/adapter/health",
    limitations: LIMITATIONS,
    idempotency_retention: options.idempotencyRetention,
  });
}
