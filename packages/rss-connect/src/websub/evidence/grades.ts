// RssAdapterSpecification §14.6, §14.7, and what §12.5 leaves to be graded.
import type { EvidenceGrade } from "@underclaim/contract";

/** §14.6 */
export const HUB_NOTIFIED: EvidenceGrade = {
  strength: "medium",
  actor_certainty: "none",
  authority_certainty: "none",
  payload_certainty: "medium",
  interaction_certainty: "none",
  timing_certainty: "high",
  channel_certainty: "medium",
  non_repudiation_strength: "low",
  notes: [
    "Hub notification was attempted or accepted.",
    "Subscriber delivery and human awareness are not guaranteed.",
  ],
};

export const HUB_FAILED: EvidenceGrade = {
  ...HUB_NOTIFIED,
  strength: "negative",
  notes: ["The hub could not be told, or refused.", "The item stands in the feed all the same."],
};

export const CALLBACKS_SENT: EvidenceGrade = {
  ...HUB_NOTIFIED,
  strength: "weak",
  notes: [
    "The hub began to send the edition to its subscribers.",
    "Does not prove that any of it arrived.",
  ],
};

/** §14.7, for a subscriber that the operator has named. */
export const CALLBACK_ACCEPTED_BY_SYSTEM: EvidenceGrade = {
  strength: "medium",
  actor_certainty: "medium",
  authority_certainty: "low",
  payload_certainty: "medium",
  interaction_certainty: "low",
  timing_certainty: "high",
  channel_certainty: "high",
  non_repudiation_strength: "low",
  notes: [
    "A subscriber system accepted a WebSub delivery callback.",
    "This may be strong system-to-system evidence but not human awareness.",
  ],
};

/** §12.5 "weak/medium system evidence": whose system it is, nobody knows. */
export const CALLBACK_ACCEPTED: EvidenceGrade = {
  ...CALLBACK_ACCEPTED_BY_SYSTEM,
  strength: "weak",
  actor_certainty: "low",
  authority_certainty: "none",
  notes: [
    "A subscriber system that nobody is known to own accepted a WebSub delivery callback.",
    "Does not prove human awareness.",
  ],
};

export const CALLBACK_REFUSED: EvidenceGrade = {
  strength: "negative",
  actor_certainty: "low",
  authority_certainty: "none",
  payload_certainty: "none",
  interaction_certainty: "none",
  timing_certainty: "high",
  channel_certainty: "high",
  non_repudiation_strength: "low",
  notes: [
    "A subscriber's callback did not take the delivery; it is tried again until its lease ends.",
  ],
};

/** What this service as a subscriber was sent, with a signature that only the hub and it can make. */
export const CONTENT_RECEIVED: EvidenceGrade = {
  strength: "medium",
  actor_certainty: "none",
  authority_certainty: "none",
  payload_certainty: "high",
  interaction_certainty: "none",
  timing_certainty: "high",
  channel_certainty: "high",
  non_repudiation_strength: "low",
  notes: ["This system holds the topic's content.", "Does not prove that anybody saw it."],
};
