import type { DlrClassification } from "../model/delivery-receipt.ts";
import type { SmsSubclass } from "../model/subclasses.ts";

interface ReceiptClassEntry {
  /** The class of SmsAdapterSpecification §19. */
  readonly dlr: DlrClassification;
  readonly assessment: SmsSubclass;
  /** Whether the provider says that nothing further follows. Later receipts are taken all the same. */
  readonly final: boolean;
}

const entry = (
  dlr: DlrClassification,
  assessment: SmsSubclass,
  final: "final" | "open",
): ReceiptClassEntry => ({ dlr, assessment, final: final === "final" });

/**
 * What a status report can say, told as finely as its evidence differs. Every provider's table maps its own words to these;
 * what a word means as evidence is decided once, in `evidence/mapping.ts`.
 */
export const RECEIPTS = {
  provider_accepted: entry("accepted", "undef.provider_accepted_only", "open"),
  provider_queued: entry("accepted", "undef.queued", "open"),
  provider_scheduled: entry("accepted", "undef.pending", "open"),
  /** Handed downstream by the provider; nobody downstream has said that it took it. */
  dispatched: entry("accepted", "undef.dispatched", "open"),
  /** The provider itself is late. */
  delayed: entry("deferred", "undef.deferred", "open"),
  carrier_accepted: entry("accepted", "undef.carrier_accepted_only", "open"),
  buffered: entry("buffered", "undef.buffered", "open"),
  deferred: entry("deferred", "undef.deferred", "open"),
  delivered: entry("delivered", "success.delivered", "final"),
  /** Not delivered, for no reason given or for one that passes. */
  undelivered: entry("failed", "fail.delivery_failed", "final"),
  /** Not delivered, for a reason that the provider documents as lasting and no finer class has. */
  undelivered_permanent: entry("failed", "fail.delivery_failed", "final"),
  failed: entry("failed", "fail.delivery_failed", "final"),
  rejected: entry("rejected", "fail.carrier_rejected", "final"),
  /** The carrier says that the validity period ended. */
  expired: entry("expired", "fail.expired", "final"),
  /** The provider gave up waiting for a receipt: that says nothing of the handset. */
  expired_by_provider: entry("expired", "undef.expired_unknown", "open"),
  unknown: entry("unknown", "undef.dlr_unknown", "open"),
  /** A status that nobody has documented to us. Its raw value is kept. */
  unrecognised: entry("unknown", "undef.delivery_status_unknown", "open"),
  /** Deleted from the queue, by whom and whether before delivery is not said. */
  deleted: entry("unknown", "undef.delivery_status_unknown", "open"),
  unknown_subscriber: entry("unknown_subscriber", "fail.unknown_subscriber", "final"),
  unavailable: entry("unavailable_subscriber", "undef.deferred", "open"),
  unavailable_final: entry("unavailable_subscriber", "fail.unavailable_subscriber", "final"),
  unreachable: entry("unreachable_subscriber", "undef.deferred", "open"),
  unreachable_final: entry("unreachable_subscriber", "fail.unreachable_subscriber", "final"),
  ported: entry("failed", "fail.ported_number_issue", "final"),
  blocked: entry("blocked", "fail.blocked_by_recipient", "final"),
  /** The provider keeps an opt-out of its own and refuses because of it. */
  provider_suppressed: entry("blocked", "fail.suppressed", "final"),
  filtered: entry("filtered", "fail.filtered_by_carrier", "final"),
  invalid_number: entry("invalid_number", "fail.invalid_number_format", "final"),
  route_unavailable: entry("route_unavailable", "fail.route_unavailable", "final"),
  sender_not_allowed: entry("sender_not_allowed", "fail.sender_not_allowed", "final"),
  sender_not_registered: entry("sender_not_allowed", "fail.sender_not_registered", "final"),
  content_not_allowed: entry("content_not_allowed", "fail.content_rejected", "final"),
  regulatory_rejected: entry("regulatory_rejected", "fail.policy_rejected", "final"),
  temporary_network_error: entry("temporary_network_error", "undef.deferred", "open"),
  /** Not delivered, for a reason inside the provider or one that its code does not tell. */
  provider_error: entry("provider_error", "fail.delivery_failed", "final"),
  quota: entry("provider_error", "fail.account_or_quota_failure", "final"),
  cancelled: entry("failed", "fail.cancelled", "final"),
} as const satisfies Record<string, ReceiptClassEntry>;

export type ReceiptClass = keyof typeof RECEIPTS;
