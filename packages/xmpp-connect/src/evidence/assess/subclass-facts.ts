// What every subclass of XmppAdapterSpecification §11 goes with. The interpretations are those of §13.2.
import type { AssessmentDraft } from "@underclaim/runtime";
import type { XmppSubclass } from "../../model/subclasses.ts";

/** §13.2: what a coordination engine may derive from XMPP evidence. */
export const INTERPRETATIONS = [
  "undef.pending",
  "undef.technical_acceptance_only",
  "undef.endpoint_acceptance_only",
  "undef.delivered_but_awareness_unproven",
  "undef.displayed_but_comprehension_unproven",
  "undef.identity_uncertain",
  "undef.presence_available_but_no_receipt",
  "undef.offline_delivery_unknown",
  "undef.muc_participant_awareness_uncertain",
  "undef.pubsub_publication_only",
  "undef.conflicting_evidence",
  "undef.channel_degraded",
  "undef.delivery_pending",
  "undef.escalation_required",
] as const;
type Interpretation = (typeof INTERPRETATIONS)[number];

interface SubclassFacts {
  readonly means: Interpretation;
  readonly confidence: AssessmentDraft["confidence"];
  readonly limitation?: string;
}

const facts = (
  means: Interpretation,
  confidence: AssessmentDraft["confidence"],
  limitation?: string,
): SubclassFacts => ({ means, confidence, ...(limitation === undefined ? {} : { limitation }) });

const SILENCE = "Silence is neither delivery nor failure.";
const CLIENT = "It is a client's claim; clients differ, and nobody checks them.";
/** The adapter's own refusals are certain; what a server says of another less so. */
const refused = facts("undef.escalation_required", "high");
const failed = facts("undef.escalation_required", "medium");
const technical = facts("undef.technical_acceptance_only", "medium");

export const SUBCLASS_FACTS: Readonly<Record<XmppSubclass, SubclassFacts>> = {
  "success.sent_to_server": technical,
  "success.server_acknowledged": technical,
  "success.delivered_to_client": facts("undef.delivered_but_awareness_unproven", "medium", CLIENT),
  "success.displayed_by_client": facts(
    "undef.displayed_but_comprehension_unproven",
    "medium",
    CLIENT,
  ),
  "success.acknowledged_by_client": facts("undef.identity_uncertain", "medium", CLIENT),
  "success.reply_received": facts(
    "undef.identity_uncertain",
    "medium",
    "Something was sent from the recipient's account; by whom, or by what, is not shown.",
  ),
  "success.presence_observed": facts(
    "undef.presence_available_but_no_receipt",
    "low",
    "Presence is reachability, of no message.",
  ),
  "success.pubsub_item_published": facts("undef.pubsub_publication_only", "medium"),

  "fail.invalid_jid": refused,
  "fail.missing_jid": refused,
  "fail.stream_unavailable": failed,
  "fail.authentication_failed": failed,
  "fail.authorization_failed": failed,
  "fail.remote_server_unreachable": failed,
  "fail.recipient_not_found": failed,
  "fail.recipient_blocked": failed,
  "fail.not_in_roster": failed,
  "fail.policy_rejected": failed,
  "fail.stanza_error": failed,
  "fail.delivery_failed": failed,
  "fail.muc_room_unavailable": failed,
  "fail.muc_forbidden": failed,
  "fail.pubsub_node_unavailable": failed,
  "fail.expired": refused,
  "fail.suppressed": refused,
  "fail.cancelled": refused,

  "undef.pending": facts("undef.pending", "medium"),
  "undef.sent_to_server_only": technical,
  "undef.server_acknowledged_only": technical,
  "undef.no_receipt_requested": facts(
    "undef.technical_acceptance_only",
    "medium",
    "Without a receipt nothing is known beyond the server.",
  ),
  "undef.receipt_requested_no_response": facts("undef.technical_acceptance_only", "low", SILENCE),
  "undef.resource_unknown": facts("undef.technical_acceptance_only", "low"),
  "undef.bare_jid_routing_unknown": facts(
    "undef.technical_acceptance_only",
    "low",
    "The server may route it to a client, store it, or drop it.",
  ),
  "undef.offline_stored": facts(
    "undef.offline_delivery_unknown",
    "low",
    "That it is stored is presumed from what the server says it does.",
  ),
  "undef.offline_delivery_unknown": facts("undef.offline_delivery_unknown", "low", SILENCE),
  "undef.presence_unavailable": facts("undef.offline_delivery_unknown", "low"),
  "undef.presence_available_but_no_receipt": facts(
    "undef.presence_available_but_no_receipt",
    "low",
    SILENCE,
  ),
  "undef.delivered_but_awareness_unproven": facts(
    "undef.delivered_but_awareness_unproven",
    "medium",
    "Delivery to a client does not show that anybody read it.",
  ),
  "undef.displayed_but_comprehension_unproven": facts(
    "undef.displayed_but_comprehension_unproven",
    "medium",
    "That something was shown or answered does not show that it was understood.",
  ),
  "undef.reply_identity_uncertain": facts(
    "undef.identity_uncertain",
    "low",
    "The message names no participant, or the account is not mapped to the one that it names.",
  ),
  "undef.muc_room_message_participant_uncertain": facts(
    "undef.muc_participant_awareness_uncertain",
    "low",
  ),
  "undef.pubsub_publication_only": facts("undef.pubsub_publication_only", "medium"),
  "undef.conflicting_evidence": facts(
    "undef.conflicting_evidence",
    "low",
    "All of it is kept; which of it is true is not known.",
  ),
  "undef.channel_degraded": facts("undef.channel_degraded", "low"),
  "undef.display_marker_unavailable": facts(
    "undef.delivered_but_awareness_unproven",
    "medium",
    "The client gives no displayed markers: that none came says nothing.",
  ),
  "undef.delivery_pending": facts("undef.delivery_pending", "medium"),
  "undef.deferred": facts("undef.delivery_pending", "low"),
  "undef.identity_uncertain": facts(
    "undef.identity_uncertain",
    "low",
    "Others act through the account, too.",
  ),
  "undef.escalation_required": facts(
    "undef.escalation_required",
    "medium",
    "That the channel failed shows nothing of the participant.",
  ),
};
