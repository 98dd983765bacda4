// SmsAdapterSpecification §13, word for word (13.10 is its block on link clicks).
import { type EvidenceGrade, grade } from "@underclaim/contract";

/** §13.1 */
export const PROVIDER_ACCEPTED: EvidenceGrade = grade(
  "weak",
  { payload: "low", timing: "medium", channel: "medium" },
  [
    "Provider accepted message for processing.",
    "Does not prove carrier acceptance or handset delivery.",
  ],
);

/** §13.2 */
export const CARRIER_ACCEPTED: EvidenceGrade = grade(
  "medium",
  { payload: "low", timing: "medium", channel: "medium", nonRepudiation: "low" },
  [
    "Downstream carrier or network accepted the message.",
    "Does not prove recipient read or understood the message.",
  ],
);

/** §13.3 */
export const DELIVERED: EvidenceGrade = grade(
  "strong",
  {
    payload: "medium",
    interaction: "low",
    timing: "high",
    channel: "high",
    nonRepudiation: "low",
  },
  [
    "Delivery receipt indicates successful delivery according to provider/carrier semantics.",
    "Does not prove human awareness or intended-recipient identity.",
  ],
);

/** §13.4 */
export const FAILED: EvidenceGrade = grade(
  "negative",
  { timing: "medium", channel: "high", nonRepudiation: "low" },
  [
    "Strong evidence that the SMS channel failed for this attempt.",
    "Failure reason should determine retry, fallback, or suppression.",
  ],
);

/** §13.5 */
export const DEFERRED: EvidenceGrade = grade("ambiguous", { timing: "medium", channel: "medium" }, [
  "Message is pending or held for later delivery.",
  "Outcome remains uncertain until final DLR, timeout, or expiry.",
]);

/** §13.6 */
export const UNKNOWN: EvidenceGrade = grade("ambiguous", { timing: "low", channel: "low" }, [
  "No useful delivery status is available.",
  "Policy should decide wait, retry, alternate channel, or manual review.",
]);

const ANSWERED = {
  actor: "medium",
  authority: "low",
  payload: "medium",
  interaction: "high",
  timing: "high",
  channel: "high",
  nonRepudiation: "low",
} as const;

/** §13.7 */
export const REPLY: EvidenceGrade = grade("strong", ANSWERED, [
  "Reply indicates interaction from the phone endpoint.",
  "Identity and authority may still require validation.",
]);

/** §13.8 */
export const ACKNOWLEDGED: EvidenceGrade = grade("strong", ANSWERED, [
  "Recipient endpoint replied with an acknowledgement keyword.",
  "Whether this satisfies the intended result is scenario-policy dependent.",
]);

/** §13.9 */
export const OPTED_OUT: EvidenceGrade = grade("negative", { ...ANSWERED, payload: "none" }, [
  "Phone endpoint opted out or requested no further messages.",
  "Future use of the channel may be legally, contractually, or operationally constrained.",
]);

/** §13.10 */
export const LINK_CLICKED: EvidenceGrade = grade(
  "medium",
  { actor: "low", payload: "medium", interaction: "medium", timing: "medium", channel: "medium" },
  [
    "Link was clicked, but actor identity is not proven.",
    "Stronger evidence should come from the action surface or identity adapter.",
  ],
);
