// AdapterInterfaceSpecification §21: what some of the evidence depends on.
import type { FeatureDependency } from "@underclaim/contract";
import type { EmittedEvent } from "./ceiling.ts";

interface Feature extends FeatureDependency {
  required_for_events: EmittedEvent[];
}

export const FEATURE_DEPENDENCIES: Feature[] = [
  {
    feature_name: "delivery_receipts",
    dependency_type: "route",
    required_for_events: [
      "notification.endpoint.accepted",
      "notification.endpoint.deferred",
      "notification.endpoint.rejected_temporary",
      "notification.endpoint.rejected_permanent",
      "notification.endpoint.unreachable",
    ],
    fallback_behavior:
      "The provider's acceptance remains the only evidence; after the deadline the assessment is undef.no_dlr.",
    limitation: "Without receipts nothing is known beyond the provider.",
  },
  {
    feature_name: "inbound_sms",
    dependency_type: "account",
    required_for_events: [
      "interaction.reply_received",
      "interaction.acknowledgement_recorded",
      "interaction.decline_recorded",
      "notification.channel.unsubscribe_received",
    ],
    fallback_behavior: "Messages are sent; nobody can answer them or opt out by answering.",
    limitation:
      "Alphanumeric sender IDs, and routes without inbound messages, take no replies: their absence says nothing.",
  },
  {
    feature_name: "link_tracking",
    dependency_type: "configuration",
    required_for_events: [
      "interaction.unverified_actor_interaction",
      "interaction.scanner_or_bot_interaction",
      "access.grant.denied",
    ],
    fallback_behavior: "Links are sent as they are.",
    limitation: "Without it, and without a link in the message, no interaction with it is seen.",
  },
  {
    feature_name: "provider_scheduling",
    dependency_type: "provider",
    required_for_events: [],
    fallback_behavior: "The adapter itself waits until the message's time.",
    limitation: "What a provider holds can be withdrawn only where the provider offers it.",
  },
  {
    feature_name: "provider_reports",
    dependency_type: "provider",
    required_for_events: [
      "notification.channel.complaint_received",
      "notification.channel.reputation_warning",
    ],
    fallback_behavior:
      "Complaints and warnings reach the account's owner by other ways, or nobody.",
    limitation: "That none was reported does not show that there was none.",
  },
];
