import type { NativeDraft, StoredNative } from "@underclaim/runtime";
import type { ReceiptClass } from "./receipt-classes.ts";
import type { Refusal } from "./refusals.ts";
import type { Rejection } from "./rejections.ts";

/** What is known of one part of a message that was sent in several. */
export type SegmentState = "delivered" | "failed" | "pending" | "unknown";

/**
 * Everything this channel can say, classified as finely as the mapping needs (SmsAdapterSpecification §7, §9, §18, §19).
 * The table `evidence/mapping.ts` is exhaustive by it.
 */
export type SmsNative =
  // What the adapter itself did.
  | "message.created"
  | "message.accepted"
  | "message.scheduled"
  | `message.refused.${Refusal}`
  | "message.delayed"
  | "message.expired"
  | "message.cancelled"
  /** The submission has no known outcome. */
  | "message.unknown"
  | "tracking.registered"
  | "operator.resolved_accepted"
  | "operator.resolved_rejected"
  // What the provider answered to a submission or a cancellation.
  | "submission.accepted"
  | "submission.queued"
  | "submission.scheduled"
  | `submission.rejected.${Rejection}`
  | "cancellation.accepted"
  | "cancellation.refused"
  // What became of it.
  | `receipt.${ReceiptClass}`
  | `segment.${SegmentState}`
  /** Some parts were delivered and others were not. */
  | "receipt.partial"
  /** No receipt by the deadline. */
  | "receipt.overdue"
  // What came back.
  | "inbound.reply"
  | "inbound.acknowledgement"
  | "inbound.decline"
  | "inbound.opt_out"
  /** Not an exact word of the set: held for review. */
  | "inbound.opt_out_suspected"
  | "inbound.opt_in"
  | "inbound.help"
  /** One part of a longer message; it is read when all are there, or when waiting has ended. */
  | "inbound.part"
  // The endpoint's standing.
  | "endpoint.suppressed"
  | "endpoint.unsuppressed"
  | "endpoint.opted_in"
  | "endpoint.opted_out"
  /** A word of opting in has really lifted a suppression. */
  | "endpoint.suppression_lifted"
  | "endpoint.shared"
  | "endpoint.reassigned"
  // Links that this service redirects.
  | "link.clicked"
  | "link.scanned"
  | "link.previewed"
  | "link.expired"
  // The channel.
  | "report.complaint"
  | "report.reputation_warning"
  | "provider.degraded"
  | "provider.unavailable"
  | "provider.recovered";

export type SmsDraft = NativeDraft<SmsNative>;
export type SmsStored = StoredNative<SmsNative>;
