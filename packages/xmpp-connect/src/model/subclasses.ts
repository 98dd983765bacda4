// XmppAdapterSpecification §11: what an assessment of the channel can come to.

export const SUCCESS = [
  "success.sent_to_server",
  "success.server_acknowledged",
  "success.delivered_to_client",
  "success.displayed_by_client",
  "success.acknowledged_by_client",
  "success.reply_received",
  "success.presence_observed",
  "success.pubsub_item_published",
] as const;

export const FAIL = [
  "fail.invalid_jid",
  "fail.missing_jid",
  "fail.stream_unavailable",
  "fail.authentication_failed",
  "fail.authorization_failed",
  "fail.remote_server_unreachable",
  "fail.recipient_not_found",
  "fail.recipient_blocked",
  "fail.not_in_roster",
  "fail.policy_rejected",
  "fail.stanza_error",
  "fail.delivery_failed",
  "fail.muc_room_unavailable",
  "fail.muc_forbidden",
  "fail.pubsub_node_unavailable",
  "fail.expired",
  "fail.suppressed",
  /** Not in §11: the document has cancellation (§4.2) and no word for what it leaves. */
  "fail.cancelled",
] as const;

export const UNDEF = [
  "undef.pending",
  "undef.sent_to_server_only",
  "undef.server_acknowledged_only",
  "undef.no_receipt_requested",
  "undef.receipt_requested_no_response",
  "undef.resource_unknown",
  "undef.bare_jid_routing_unknown",
  "undef.offline_stored",
  "undef.offline_delivery_unknown",
  "undef.presence_unavailable",
  "undef.presence_available_but_no_receipt",
  "undef.delivered_but_awareness_unproven",
  "undef.displayed_but_comprehension_unproven",
  "undef.reply_identity_uncertain",
  "undef.muc_room_message_participant_uncertain",
  "undef.pubsub_publication_only",
  "undef.conflicting_evidence",
  "undef.channel_degraded",
  /** The tables of §12.5, §12.7, §13.1 and §24 name these beside the list of §11.3. */
  "undef.display_marker_unavailable",
  "undef.delivery_pending",
  "undef.deferred",
  "undef.identity_uncertain",
  /** §13.2, of the participant alone: no channel is so. */
  "undef.escalation_required",
] as const;

type SuccessSubclass = (typeof SUCCESS)[number];
export type FailSubclass = (typeof FAIL)[number];
type UndefSubclass = (typeof UNDEF)[number];
export type XmppSubclass = SuccessSubclass | FailSubclass | UndefSubclass;
