// RssAdapterSpecification §16, as AdapterInterfaceSpecification 1.1 asks for it.
import { defineDescriptor, type AdapterDescriptor, type EvidenceGrade } from "@underclaim/contract";
import { ADAPTER_ID } from "./adapter-id.ts";
import {
  FETCHED_BY_SYSTEM,
  INVALID,
  PUBLISHED,
  REMOVED,
  UPDATED,
  VALIDATED,
} from "./evidence/grades.ts";
import {
  EXPIRED,
  FEED_DEGRADED,
  FEED_UNAVAILABLE,
  ITEM_FETCHED_BY_SYSTEM,
  LINK_FOLLOWED_BY_SYSTEM,
  LINK_SCANNED,
} from "./evidence/item-grades.ts";
import {
  CALLBACK_ACCEPTED_BY_SYSTEM,
  CALLBACK_REFUSED,
  CALLBACKS_SENT,
  CONTENT_RECEIVED,
  HUB_FAILED,
  HUB_NOTIFIED,
} from "./websub/evidence/grades.ts";
import { NOTIFY_HUB_CAPABILITY } from "./websub/actions/notify-hub.ts";
import { REGISTER_TOPIC_CAPABILITY } from "./websub/actions/register-topic.ts";
import { EXPIRE_CAPABILITY } from "./actions/expire-item.ts";
import { PUBLISH_FEED_CAPABILITY } from "./actions/publish-feed.ts";
import { PUBLISH_CAPABILITY, PUBLISH_GENERIC_CAPABILITY } from "./actions/publish-item.ts";
import { REGISTER_CAPABILITY } from "./actions/register-tracking-context.ts";
import { REMOVE_CAPABILITY } from "./actions/remove-item.ts";
import { UPDATE_CAPABILITY } from "./actions/update-item.ts";

const LIMITATIONS = [
  "Feed publication does not prove participant awareness.",
  "Feed fetches are often performed by aggregators, bots, caches, or feed readers.",
  "RSS/Atom readers may poll at unpredictable intervals.",
  "Feed clients may cache, reorder, merge, or ignore items.",
  "GUID or ID stability is essential for reliable item tracking.",
  "WebSub improves timeliness but does not prove human awareness.",
  "A hub delivery whose answer was lost in a crash is sent again; the subscriber sees the same edition twice.",
  "Public feeds are generally unsuitable for confidential payloads.",
  "Fetches are observations: they are gathered in memory and written each second, so a crash may lose the last second of them.",
  "A user agent is the client's own word and can be invented.",
  "References (content_ref, payload_ref) are published as links or not at all; they are not resolved.",
];

const maximum = ({ notes: _notes, ...grade }: EvidenceGrade) => grade;

/** @param idempotencyRetention ISO 8601 duration, as configured */
export function rssDescriptor(idempotencyRetention: string): AdapterDescriptor {
  return defineDescriptor({
    adapter_id: ADAPTER_ID,
    adapter_name: "rss-connect",
    adapter_version: "0.1.0",
    adapter_contract_version: "1.1",
    adapter_types: ["publication", "feed", "notification", "communication"],
    provider_family: "feed",
    provider_name: "rss-atom",
    deployment_mode: "external",
    capability_profile: {
      can_notify: false,
      can_publish: true,
      can_deliver_payload: false,
      can_collect_payload: false,
      can_grant_access: false,
      can_revoke_access: false,
      can_observe_interaction: true,
      can_observe_identity: false,
      can_observe_authority: false,
      can_emit_delivery_receipts: false,
      can_emit_display_or_read_receipts: false,
      can_emit_return_or_failure_events: true,
      can_emit_late_events: true,
      can_cancel_after_dispatch: false,
      supports_webhooks: false,
      supports_polling: false,
      supports_idempotency: "adapter_managed",
      supports_endpoint_quality: true,
      supports_native_status_mapping: true,
      supports_golden_tests: true,
      limitations: ["An item in a feed is available; that is all it is."],
    },
    supported_actions: [
      PUBLISH_CAPABILITY,
      UPDATE_CAPABILITY,
      REMOVE_CAPABILITY,
      EXPIRE_CAPABILITY,
      PUBLISH_FEED_CAPABILITY,
      PUBLISH_GENERIC_CAPABILITY,
      REGISTER_TOPIC_CAPABILITY,
      NOTIFY_HUB_CAPABILITY,
      REGISTER_CAPABILITY,
    ],
    emitted_event_types: [
      "feed.item.published",
      "feed.item.updated",
      "feed.item.removed",
      "feed.item.expired",
      "feed.item.fetched",
      "feed.feed.fetched",
      "feed.feed.validated",
      "feed.feed.validation_failed",
      "delivery.payload.failed",
      "delivery.payload.retrieved",
      "interaction.unverified_actor_interaction",
      "interaction.scanner_or_bot_interaction",
      "system.provider.degraded",
      "system.provider.unavailable",
      "delivery.payload.received",
      "feed.hub.notified",
      "feed.hub.notification_failed",
      "webhook.request.sent",
      "webhook.response.accepted",
      "webhook.response.rejected",
      "webhook.delivery.failed",
    ],
    supported_channels: ["rss", "atom", "websub"],
    supported_endpoint_types: ["rss_feed", "atom_feed"],
    evidence_profile: {
      strongest_evidence_level: "weak_to_medium",
      can_prove_human_awareness: false,
      can_prove_payload_delivery: false,
      can_prove_identity: false,
      notes: [],
    },
    evidence_ceiling: {
      max_positive_event: "feed.item.fetched",
      max_positive_strength: "medium",
      can_prove_human_awareness: false,
      can_prove_payload_access: false,
      can_prove_payload_delivery: false,
      can_prove_identity: false,
      can_prove_authority: false,
      can_prove_non_repudiation: false,
      conditions: [
        "Medium strength needs a client that authenticates as a participant's system, a request for an item or what it carries, or a link that was followed.",
      ],
      limitations: ["No fetch proves human awareness."],
      max_grade: {
        "feed.item.published": maximum(PUBLISHED),
        "feed.item.updated": maximum(UPDATED),
        "feed.item.removed": maximum(REMOVED),
        "feed.item.expired": maximum(EXPIRED),
        "feed.item.fetched": maximum(ITEM_FETCHED_BY_SYSTEM),
        "delivery.payload.retrieved": maximum(ITEM_FETCHED_BY_SYSTEM),
        "interaction.unverified_actor_interaction": maximum(LINK_FOLLOWED_BY_SYSTEM),
        "interaction.scanner_or_bot_interaction": maximum(LINK_SCANNED),
        "system.provider.degraded": maximum(FEED_DEGRADED),
        "system.provider.unavailable": maximum(FEED_UNAVAILABLE),
        "feed.feed.fetched": maximum(FETCHED_BY_SYSTEM),
        "feed.feed.validated": maximum(VALIDATED),
        "feed.feed.validation_failed": maximum(INVALID),
        "delivery.payload.failed": maximum(INVALID),
        "delivery.payload.received": maximum(CONTENT_RECEIVED),
        "feed.hub.notified": maximum(HUB_NOTIFIED),
        "feed.hub.notification_failed": maximum(HUB_FAILED),
        "webhook.request.sent": maximum(CALLBACKS_SENT),
        "webhook.response.accepted": maximum(CALLBACK_ACCEPTED_BY_SYSTEM),
        "webhook.response.rejected": maximum(CALLBACK_REFUSED),
        "webhook.delivery.failed": maximum(CALLBACK_REFUSED),
      },
    },
    assurance_capability: {
      awareness_assurance: "none",
      delivery_assurance: "none",
      identity_assurance: "none",
      authority_assurance: "none",
      non_repudiation_assurance: "none",
      conditions: [],
      limitations: ["Publication is evidence of availability, not of awareness."],
    },
    identity_profile: { identity_strength: "none_to_low", authority_strength: "none", notes: [] },
    late_event_policy: {
      accepts_late_events: true,
      late_events_can_revise_assessment: true,
      late_events_can_reopen_case: false,
      expected_late_event_types: ["feed.feed.fetched", "webhook.response.accepted"],
      notes: ["A feed is fetched whenever its readers choose to; there is no deadline."],
    },
    feature_dependencies: [
      {
        feature_name: "fetch_observation",
        dependency_type: "configuration",
        required_for_events: ["feed.feed.fetched"],
        fallback_behavior: "Publication remains the only evidence.",
        limitation:
          "Without it no fetch is seen. What a cache in front of the service answers is not seen either.",
      },
    ],
    latency_profile: {
      typical_acceptance: "PT0.05S",
      typical_first_evidence: "PT1H",
      notes: ["Readers poll when they choose."],
    },
    reliability_profile: {
      survives_restart: true,
      effect_guarantee: "at_most_once",
      ordering: "total",
      loss_conditions: ["A crash may lose up to one second of fetch observations."],
      notes: [],
    },
    configuration_schema_ref: "/adapter/configuration-schema",
    native_status_mapping_ref: "/adapter/mappings",
    golden_tests_ref: "/adapter/golden-tests",
    health_endpoint_ref: "/adapter/health",
    limitations: LIMITATIONS,
    idempotency_retention: idempotencyRetention,
  });
}
