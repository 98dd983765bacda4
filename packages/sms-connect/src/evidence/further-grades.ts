// What SmsAdapterSpecification §13 leaves open, graded no higher than its nearest neighbour there.
import { type EvidenceGrade, grade, lowerGrade } from "@underclaim/contract";
import { CARRIER_ACCEPTED, FAILED, LINK_CLICKED, PROVIDER_ACCEPTED, REPLY } from "./grades.ts";

/** The adapter's own acts: it knows when and what, and nothing of the channel. */
export const OWN_ACT: EvidenceGrade = grade("weak", { payload: "low", timing: "high" }, [
  "The adapter did this itself.",
  "Nothing has been handed to the channel by it.",
]);

export const REFUSED: EvidenceGrade = grade("negative", { timing: "high" }, [
  "The adapter refused before anything was handed to a provider.",
]);

export const PROVIDER_QUEUED: EvidenceGrade = lowerGrade(PROVIDER_ACCEPTED, {
  channel_certainty: "low",
  notes: ["The provider has it and has not begun to send it."],
});

/** Late, and not given up: neither for nor against delivery. */
export const DELAYED: EvidenceGrade = grade("ambiguous", { timing: "medium", channel: "low" }, [
  "Sending takes longer than expected and has not been given up.",
]);

/** The provider's own refusal: of the attempt, not of the endpoint. */
export const PROVIDER_REJECTED: EvidenceGrade = grade(
  "negative",
  { timing: "medium", channel: "medium", nonRepudiation: "low" },
  ["The provider refused the message or reports that it could not send it."],
);

/** An operator's word for what nobody reported. */
export const OPERATOR_ACCEPTED: EvidenceGrade = grade("weak", { timing: "low" }, [
  "An operator's word, not the provider's.",
]);
export const OPERATOR_REJECTED: EvidenceGrade = grade("negative", { timing: "low" }, [
  "An operator's word, not the provider's.",
]);

export const WITHDRAWN: EvidenceGrade = grade("weak", { timing: "medium", channel: "low" }, [
  "The attempt is not pursued further.",
]);

/** Not delivered, without a lasting reason: that the channel failed for good is not said. */
export const FAILED_FOR_NOW: EvidenceGrade = lowerGrade(FAILED, { channel_certainty: "medium" });

/** One part of several: the message is not whole by it, and nobody can read from it what it says. */
export const PART_DELIVERED: EvidenceGrade = lowerGrade(CARRIER_ACCEPTED, {
  notes: ["One part of the message; says nothing of the others."],
});

/** Words for the channel's own housekeeping (HELP, START): somebody wrote, and nothing about the message. */
export const HOUSEKEEPING_REPLY: EvidenceGrade = lowerGrade(REPLY, {
  strength: "weak",
  actor_certainty: "low",
  authority_certainty: "none",
  payload_certainty: "none",
  interaction_certainty: "medium",
  notes: ["Concerns the channel, not the message."],
});

/** May ask to stop; not one of the exact words. */
export const DOUBTFUL_REPLY: EvidenceGrade = lowerGrade(REPLY, {
  strength: "weak",
  payload_certainty: "none",
  notes: ["May be a request for no further messages: a person decides."],
});

/** A state of the adapter's own lists. Who asked for it is another event's matter. */
export const SUPPRESSED: EvidenceGrade = grade("negative", { timing: "medium", channel: "high" }, [
  "Nothing may be sent to the endpoint in the scope of the suppression.",
  "Does not show that the participant asked for it.",
]);
export const UNSUPPRESSED: EvidenceGrade = grade("weak", { timing: "medium", channel: "low" }, [
  "The channel may be usable again.",
  "Does not show that the endpoint can be reached or that anybody consents.",
]);

export const COMPLAINED: EvidenceGrade = grade(
  "negative",
  { actor: "low", interaction: "low", timing: "low", channel: "medium" },
  ["A complaint about this channel was reported."],
);

/** Machines that open links: no person, and no sign that one will follow. */
export const MACHINE_FETCH: EvidenceGrade = lowerGrade(LINK_CLICKED, {
  strength: "weak",
  actor_certainty: "none",
  payload_certainty: "low",
  interaction_certainty: "none",
  notes: ["A program fetched the link; it shows no person."],
});

/** The link was opened when it no longer led anywhere. */
export const EXPIRED_CLICK: EvidenceGrade = lowerGrade(LINK_CLICKED, {
  strength: "weak",
  payload_certainty: "low",
  notes: ["The link led nowhere any more."],
});
export const ACCESS_DENIED: EvidenceGrade = grade("negative", { timing: "high", channel: "low" }, [
  "The link had ended: what it led to was not reached by it.",
]);

/** Of the channel, not of any message. */
export const CHANNEL_WARNING: EvidenceGrade = grade(
  "ambiguous",
  { timing: "medium", channel: "low" },
  ["Concerns the channel; shows nothing of a given message."],
);
export const PROVIDER_DOWN: EvidenceGrade = grade(
  "negative",
  { timing: "medium", channel: "medium" },
  ["The provider cannot be used at present; what it took over before may still arrive."],
);
export const HEALTHY_AGAIN: EvidenceGrade = grade("weak", { timing: "medium", channel: "low" }, [
  "The adapter's own observation of its provider.",
]);
