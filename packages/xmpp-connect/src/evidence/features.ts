// AdapterInterfaceSpecification §21: what some of the evidence depends on.
import type { FeatureDependency } from "@underclaim/contract";
import type { EmittedEvent } from "./ceiling.ts";

interface Feature extends FeatureDependency {
  required_for_events: EmittedEvent[];
}

export const FEATURE_DEPENDENCIES: Feature[] = [
  {
    feature_name: "xmpp_stream_management",
    dependency_type: "provider",
    required_for_events: [],
    fallback_behavior:
      "That the server took a stanza is concluded from a later answer in order, or from the archive; until then nothing is said.",
    limitation: "Without it the acceptance is known later, and graded lower.",
  },
  {
    feature_name: "xmpp_delivery_receipts",
    dependency_type: "recipient_client",
    required_for_events: ["notification.endpoint.accepted"],
    fallback_behavior:
      "The server's acceptance remains the only evidence; after the deadline the assessment is undef.receipt_requested_no_response.",
    limitation: "Delivery receipts depend on client support; their absence proves little.",
  },
  {
    feature_name: "xmpp_displayed_markers",
    dependency_type: "recipient_client",
    required_for_events: ["interaction.notification.opened"],
    fallback_behavior: "delivery receipts only",
    limitation: "Displayed markers depend on client support.",
  },
  {
    feature_name: "xmpp_client_capabilities",
    dependency_type: "recipient_client",
    required_for_events: [],
    fallback_behavior:
      "What a client can counts as unknown: a demanded receipt or marker is sent all the same, and silence stays silence.",
    limitation:
      "Only clients of contacts whose presence is seen are asked, and what they say is their own claim.",
  },
  {
    feature_name: "xmpp_chat_states",
    dependency_type: "recipient_client",
    required_for_events: ["interaction.unverified_actor_interaction"],
    fallback_behavior: "Nothing is told of somebody who writes before the message comes.",
    limitation: "Chat states are weak context; many clients send none.",
  },
  {
    feature_name: "xmpp_carbons",
    dependency_type: "provider",
    required_for_events: [],
    fallback_behavior:
      "What another client of the same account receives is seen only if it is archived.",
    limitation: "Without carbons a reply to another client of the account comes late or never.",
  },
  {
    feature_name: "xmpp_archive",
    dependency_type: "provider",
    required_for_events: [],
    fallback_behavior:
      "What came while there was no session is lost, unless the server stores it offline; a lost outcome stays unknown.",
    limitation: "Without an archive nobody can be asked what became of a stanza.",
  },
  {
    feature_name: "xmpp_presence",
    dependency_type: "endpoint",
    required_for_events: [],
    fallback_behavior: "The recipient counts as unknown: the server decides where a message goes.",
    limitation: "Presence is seen only of those who allow it, and proves no reading.",
  },
  {
    feature_name: "room_real_jids",
    dependency_type: "provider",
    required_for_events: [],
    fallback_behavior:
      "What an occupant says is interaction.unverified_actor_interaction, of nobody in particular.",
    limitation: "Only rooms that show real JIDs to this account tell who an occupant is.",
  },
  {
    feature_name: "xmpp_pubsub",
    dependency_type: "provider",
    required_for_events: ["feed.item.published"],
    fallback_behavior: "Publications fail with feed.hub.notification_failed.",
    limitation: "Only nodes that are configured are published in.",
  },
  {
    feature_name: "xmpp_pubsub_subscription",
    dependency_type: "configuration",
    required_for_events: [],
    fallback_behavior: "That the service notifies subscribers is not seen.",
    limitation: "Seen only for an account of this adapter that is subscribed itself.",
  },
  {
    feature_name: "participant_mapping",
    dependency_type: "configuration",
    required_for_events: [
      "interaction.authenticated_actor_interaction",
      "identity.actor_authenticated",
    ],
    fallback_behavior: "Replies are recorded, with an uncertain actor.",
    limitation: "That the mapping is right is the operator's to know.",
  },
];
