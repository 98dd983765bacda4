// What every subclass of SmsAdapterSpecification §10 goes with. The interpretations are those of §12.2.
import type { AssessmentDraft } from "@underclaim/runtime";
import type { SmsSubclass } from "../../model/subclasses.ts";

/** §12.2: what a coordination engine may derive from SMS evidence. */
export const INTERPRETATIONS = [
  "undef.pending",
  "undef.technical_acceptance_only",
  "undef.endpoint_acceptance_only",
  "undef.delivered_but_awareness_unproven",
  "undef.no_signal",
  "undef.weak_positive",
  "undef.identity_uncertain",
  "undef.channel_suspicious",
  "undef.conflicting_evidence",
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

const SOMEBODY = "Something was sent under the number; by whom, or by what, is not known.";
/** The adapter's own refusals and the provider's answers are certain; a carrier's word is less so. */
const refused = facts("undef.escalation_required", "high");
const failed = facts("undef.escalation_required", "medium");

export const SUBCLASS_FACTS: Readonly<Record<SmsSubclass, SubclassFacts>> = {
  "success.provider_accepted": facts("undef.technical_acceptance_only", "medium"),
  "success.carrier_accepted": facts("undef.endpoint_acceptance_only", "medium"),
  "success.delivered": facts(
    "undef.delivered_but_awareness_unproven",
    "medium",
    "Delivered is the provider's or carrier's word, and differs by provider, country, carrier and route.",
  ),
  "success.reply_received": facts("undef.weak_positive", "medium", SOMEBODY),
  "success.acknowledgement_reply_received": facts("undef.weak_positive", "medium", SOMEBODY),
  "success.link_clicked": facts(
    "undef.identity_uncertain",
    "medium",
    "A link may be opened by anybody to whom it was shown or passed on.",
  ),

  "fail.missing_number": refused,
  "fail.invalid_number_format": refused,
  "fail.not_mobile_number": refused,
  "fail.unknown_subscriber": failed,
  "fail.unreachable_subscriber": failed,
  "fail.unavailable_subscriber": failed,
  "fail.ported_number_issue": failed,
  "fail.blocked_by_recipient": failed,
  "fail.opted_out": refused,
  "fail.consent_missing": refused,
  "fail.suppressed": refused,
  "fail.provider_rejected": refused,
  "fail.carrier_rejected": failed,
  "fail.filtered_by_carrier": failed,
  "fail.policy_rejected": refused,
  "fail.content_rejected": refused,
  "fail.sender_not_registered": refused,
  "fail.sender_not_allowed": refused,
  "fail.route_unavailable": refused,
  "fail.expired": failed,
  "fail.delivery_failed": failed,
  "fail.message_too_long_or_invalid": refused,
  "fail.encoding_unsupported": refused,
  "fail.account_or_quota_failure": refused,
  "fail.cancelled": refused,

  "undef.pending": facts("undef.pending", "medium"),
  "undef.provider_accepted_only": facts("undef.technical_acceptance_only", "medium"),
  "undef.queued": facts("undef.pending", "medium"),
  "undef.dispatched": facts("undef.technical_acceptance_only", "medium"),
  "undef.carrier_accepted_only": facts("undef.endpoint_acceptance_only", "medium"),
  "undef.buffered": facts("undef.delivery_pending", "medium"),
  "undef.deferred": facts("undef.delivery_pending", "medium"),
  "undef.no_dlr": facts(
    "undef.technical_acceptance_only",
    "low",
    "Silence is neither delivery nor failure.",
  ),
  "undef.dlr_unknown": facts("undef.no_signal", "low"),
  "undef.delivery_status_unknown": facts("undef.no_signal", "low"),
  "undef.delivery_receipt_missing": facts(
    "undef.endpoint_acceptance_only",
    "low",
    "Silence is neither delivery nor failure.",
  ),
  "undef.delivered_but_awareness_unproven": facts(
    "undef.delivered_but_awareness_unproven",
    "medium",
    "Delivery does not show that anybody read it.",
  ),
  "undef.link_clicked_identity_uncertain": facts("undef.identity_uncertain", "medium", SOMEBODY),
  "undef.reply_identity_uncertain": facts("undef.identity_uncertain", "medium", SOMEBODY),
  "undef.conflicting_evidence": facts(
    "undef.conflicting_evidence",
    "low",
    "All of it is kept; which of it is true is not known.",
  ),
  "undef.channel_degraded": facts("undef.channel_suspicious", "low"),
  "undef.expired_unknown": facts("undef.no_signal", "low"),
  "undef.identity_uncertain": facts(
    "undef.identity_uncertain",
    "medium",
    "The number is shared, or may belong to somebody else by now.",
  ),
  "undef.no_signal": facts(
    "undef.no_signal",
    "medium",
    "That nothing came back is not evidence of failure.",
  ),
};
