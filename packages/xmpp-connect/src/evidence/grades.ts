// XmppAdapterSpecification §14, word for word.
import { type EvidenceGrade, grade } from "@underclaim/contract";

/** §14.1 */
export const SERVER_ACCEPTED: EvidenceGrade = grade(
  "weak",
  { payload: "low", timing: "medium", channel: "medium" },
  [
    "XMPP server or stream accepted the stanza.",
    "Does not prove delivery to recipient client or human awareness.",
  ],
);

/** §14.2 */
export const PRESENCE_AVAILABLE: EvidenceGrade = grade(
  "medium",
  {
    actor: "medium",
    interaction: "low",
    timing: "medium",
    channel: "medium",
    nonRepudiation: "low",
  },
  [
    "Recipient JID or resource appears available.",
    "Presence indicates possible reachability, not message display or action.",
  ],
);

/** §14.3 */
export const RECEIPT: EvidenceGrade = grade(
  "strong",
  {
    actor: "medium",
    payload: "medium",
    interaction: "medium",
    timing: "high",
    channel: "high",
    nonRepudiation: "low",
  },
  [
    "XMPP delivery receipt indicates delivery to a client controlled by the intended recipient.",
    "Does not prove human reading, comprehension, or payload access.",
  ],
);

/** §14.4 */
export const DISPLAYED: EvidenceGrade = grade(
  "strong",
  {
    actor: "medium",
    payload: "medium",
    interaction: "high",
    timing: "high",
    channel: "high",
    nonRepudiation: "low",
  },
  [
    "Displayed marker indicates the client displayed the message.",
    "It is stronger awareness evidence than delivery receipt.",
    "It still does not prove comprehension or result satisfaction.",
  ],
);

const ANSWERED = {
  authority: "low",
  payload: "medium",
  interaction: "high",
  timing: "high",
  channel: "high",
} as const;

/** §14.5 */
export const ACKNOWLEDGED: EvidenceGrade = grade(
  "strong",
  { ...ANSWERED, actor: "medium", nonRepudiation: "low" },
  [
    "Client marker or explicit reply indicates acknowledgement-like interaction.",
    "Whether this satisfies the intended result is scenario-policy dependent.",
  ],
);

/** §14.6 */
export const AUTHENTICATED: EvidenceGrade = grade(
  "strong",
  { ...ANSWERED, actor: "high", nonRepudiation: "medium" },
  [
    "Reply came from an authenticated XMPP account or known resource.",
    "Authority still depends on participant and role modeling.",
  ],
);

/** §14.7 */
export const ROOM_ACCEPTED: EvidenceGrade = grade(
  "medium",
  {
    actor: "low",
    payload: "medium",
    interaction: "low",
    timing: "high",
    channel: "high",
    nonRepudiation: "low",
  },
  [
    "MUC room accepted or relayed the message.",
    "Does not prove that each intended participant saw it.",
  ],
);

/** §14.8 */
export const ITEM_PUBLISHED: EvidenceGrade = grade(
  "medium",
  { payload: "medium", timing: "high", channel: "high", nonRepudiation: "low" },
  ["XMPP PubSub item was published.", "Publication does not prove subscriber or human awareness."],
);
