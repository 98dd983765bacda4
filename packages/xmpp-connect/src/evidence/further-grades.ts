// What XmppAdapterSpecification §14 leaves open, graded no higher than its nearest neighbour there.
import { type EvidenceGrade, grade, lowerGrade } from "@underclaim/contract";
import { ACKNOWLEDGED, AUTHENTICATED, RECEIPT, SERVER_ACCEPTED } from "./grades.ts";

/** The adapter's own acts: it knows when and what, and nothing of the channel. */
export const OWN_ACT: EvidenceGrade = grade("weak", { payload: "low", timing: "high" }, [
  "The adapter did this itself.",
  "Nothing has been handed to the channel by it.",
]);

export const REFUSED: EvidenceGrade = grade("negative", { timing: "high" }, [
  "The adapter refused before anything was handed to a server.",
]);

/** Late, and not given up: neither for nor against delivery. */
export const DELAYED: EvidenceGrade = grade("ambiguous", { timing: "medium", channel: "low" }, [
  "Nothing was written yet, and it has not been given up.",
]);

export const WITHDRAWN: EvidenceGrade = grade("weak", { timing: "medium", channel: "low" }, [
  "The attempt is not pursued further.",
]);

/** Without XEP-0198: concluded from the order of answers. When it was taken is known less well. */
export const CONCLUDED_ACCEPTED: EvidenceGrade = lowerGrade(SERVER_ACCEPTED, {
  timing_certainty: "low",
  notes: ["Concluded from a later answer in order, without an acknowledgement of its own."],
});

/** It stands in the account's archive: that it went on from there is not told. */
export const ARCHIVED: EvidenceGrade = lowerGrade(SERVER_ACCEPTED, {
  timing_certainty: "low",
  notes: ["Found in the account's archive afterwards."],
});

export const OPERATOR_ACCEPTED: EvidenceGrade = grade("weak", { timing: "low" }, [
  "An operator's word, not the server's.",
]);
export const OPERATOR_REJECTED: EvidenceGrade = grade("negative", { timing: "low" }, [
  "An operator's word, not the server's.",
]);

/** A server's refusal of the stanza: of the attempt, not of the endpoint. */
export const SERVER_REJECTED: EvidenceGrade = grade(
  "negative",
  { timing: "medium", channel: "medium", nonRepudiation: "low" },
  ["A server refused the stanza.", "Says nothing of whether the address exists."],
);

/** A bounce with a reason that lasts. */
export const FAILED: EvidenceGrade = grade(
  "negative",
  { timing: "medium", channel: "high", nonRepudiation: "low" },
  [
    "The stanza came back with a lasting reason.",
    "It is a server's word, and shows no decision of the participant.",
  ],
);

/** A bounce without a lasting reason. */
export const FAILED_FOR_NOW: EvidenceGrade = lowerGrade(FAILED, { channel_certainty: "medium" });

/** A bounce whose reason may pass, or tells neither: nothing is concluded about the endpoint. */
export const REFUSED_FOR_NOW: EvidenceGrade = grade(
  "ambiguous",
  { timing: "medium", channel: "medium" },
  [
    "The stanza came back for a reason that may pass.",
    "Policy should decide wait, retry or alternate channel.",
  ],
);

export const DEFERRED: EvidenceGrade = grade("ambiguous", { timing: "medium", channel: "low" }, [
  "The recipient was not seen as available.",
  "Whether and when the message is delivered is open.",
]);

export const UNKNOWN: EvidenceGrade = grade("ambiguous", { timing: "low", channel: "low" }, [
  "What became of the message is not known.",
  "Policy should decide wait, retry, alternate channel, or manual review.",
]);

/** Silence speaks neither for nor against delivery. */
export const SILENCE: EvidenceGrade = grade("ambiguous", {}, [
  "No receipt came in the time given for it.",
  "Clients may give none: its absence proves little.",
]);

/** XEP-0333's received marker says no more than a receipt. */
export const MARKED_RECEIVED: EvidenceGrade = RECEIPT;

/** Weak context: that a client shows somebody writing, in a conversation and not about a message. */
export const CHAT_STATE: EvidenceGrade = grade(
  "weak",
  { actor: "low", interaction: "low", timing: "low", channel: "medium" },
  ["A client reports activity in the conversation.", "Shows neither reading nor an answer."],
);

/** §14.5 of what is no acknowledgement. */
export const REPLY: EvidenceGrade = {
  ...ACKNOWLEDGED,
  notes: [
    "A message came back from the recipient's account.",
    "Whether it answers the notification, and what it means, is not concluded.",
  ],
};

export const DECLINED: EvidenceGrade = {
  ...ACKNOWLEDGED,
  notes: [
    "Explicit reply indicates a refusal.",
    "Whether this settles the intended result is scenario-policy dependent.",
  ],
};

/** Words to the channel rather than about the message (HELP, STATUS). */
export const HOUSEKEEPING: EvidenceGrade = lowerGrade(REPLY, {
  strength: "medium",
  payload_certainty: "low",
  notes: ["Asks for help or a state; answers nothing."],
});

export const UNREADABLE: EvidenceGrade = lowerGrade(REPLY, {
  strength: "weak",
  actor_certainty: "low",
  authority_certainty: "none",
  payload_certainty: "none",
  interaction_certainty: "low",
  notes: ["Encrypted: what it says, and whether a person wrote it, is not known."],
});

/** Authenticated by a server, of which domain soever; the account, not a person. */
export const IDENTIFIED: EvidenceGrade = lowerGrade(AUTHENTICATED, {
  strength: "medium",
  actor_certainty: "medium",
  authority_certainty: "none",
  payload_certainty: "none",
  interaction_certainty: "low",
  non_repudiation_strength: "low",
  notes: ["The sender's server vouches for the account; who used it is not shown."],
});

/** Somebody wrote through an account that others act through, or that nobody is mapped to. */
export const uncertainActor = (from: EvidenceGrade, note: string): EvidenceGrade =>
  lowerGrade(from, {
    actor_certainty: "low",
    authority_certainty: "none",
    notes: [note],
  });

export const UNSUBSCRIBED: EvidenceGrade = {
  ...lowerGrade(ACKNOWLEDGED, { payload_certainty: "none" }),
  strength: "negative",
  notes: [
    "The recipient's account asked for no further messages.",
    "XMPP has no standard for it: what follows is the configuration's and the policy's to say.",
  ],
};

export const SUPPRESSED: EvidenceGrade = grade("negative", { timing: "medium", channel: "high" }, [
  "Nothing may be sent to the endpoint.",
  "Does not show that the participant asked for it.",
]);
export const UNSUPPRESSED: EvidenceGrade = grade("weak", { timing: "medium", channel: "low" }, [
  "The channel may be usable again.",
  "Does not show that the endpoint can be reached.",
]);

/** Of the channel, not of any message. */
export const DEGRADED: EvidenceGrade = grade("ambiguous", { timing: "medium", channel: "low" }, [
  "Concerns the channel; shows nothing of a given message.",
]);
export const DOWN: EvidenceGrade = grade("negative", { timing: "medium", channel: "medium" }, [
  "The server cannot be used at present; what it took over before may still arrive.",
]);
export const HEALTHY_AGAIN: EvidenceGrade = grade("weak", { timing: "medium", channel: "low" }, [
  "The adapter's own observation of its session.",
]);
