// What came back (XmppAdapterSpecification §12.6, §17). Who wrote is as certain as the sender's account is.
import type { EvidenceGrade, KnownEventType } from "@underclaim/contract";
import type { ActorKind, ReplyKind, XmppNative } from "../../native/types.ts";
import {
  DECLINED,
  HOUSEKEEPING,
  IDENTIFIED,
  REPLY,
  uncertainActor,
  UNREADABLE,
  UNSUBSCRIBED,
} from "../further-grades.ts";
import { ACKNOWLEDGED, AUTHENTICATED } from "../grades.ts";
import { row, type Row, type Rows } from "../row.ts";

interface Said {
  readonly event: KnownEventType;
  readonly grade: EvidenceGrade;
  readonly clause: string;
  readonly meaning: string;
  readonly warning?: string;
}

const reply = (meaning: string, clause: string, grade = REPLY): Said => ({
  event: "interaction.reply_received",
  grade,
  clause,
  meaning,
});

/** What each kind of reply says, whoever wrote it. */
const KINDS: Readonly<Record<ReplyKind, readonly Said[]>> = {
  reply: [reply("A message came back from the recipient's account.", "§12.6, §13.1")],
  acknowledgement: [
    reply("A message came back from the recipient's account.", "§12.6, §13.1"),
    {
      event: "interaction.acknowledgement_recorded",
      grade: ACKNOWLEDGED,
      clause: "§14.5, §12.6, §32.3",
      meaning: "The recipient's account answered with a word that acknowledges.",
      warning: "Whether it is accepted as an acknowledgement is the policy's to say.",
    },
  ],
  decline: [
    reply("A message came back from the recipient's account.", "§12.6, §13.1"),
    {
      event: "interaction.decline_recorded",
      grade: DECLINED,
      clause: "§12.6",
      meaning: "The recipient's account answered with a word that declines.",
    },
  ],
  help: [reply("The recipient's account asked for help.", "§12.6, §17", HOUSEKEEPING)],
  status: [reply("The recipient's account asked for a state.", "§12.6, §17", HOUSEKEEPING)],
  stop: [
    reply("A message came back from the recipient's account.", "§12.6, §17"),
    {
      event: "notification.channel.unsubscribe_received",
      grade: UNSUBSCRIBED,
      clause: "§17",
      meaning: "The recipient's account asked for no further messages.",
      warning: "Nothing is suppressed by it, unless the configuration says so.",
    },
  ],
};

/** §12.6: the account is mapped to the participant, or not, or others act through it, too. */
const ACTORS: Readonly<Record<ActorKind, (grade: EvidenceGrade) => EvidenceGrade>> = {
  known: (grade) => grade,
  delegated: (grade) => uncertainActor(grade, "Others act through the account, too."),
  unknown: (grade) =>
    uncertainActor(grade, "The account is not mapped to the participant of the message."),
};

const AUTHENTICATED_ROWS: Rows = [
  row("interaction.authenticated_actor_interaction", AUTHENTICATED, "§14.6, §12.6, §13.1", {
    scope: "interaction",
    requiredFeatures: ["participant_mapping"],
    meaning: "The account that is mapped to the participant wrote.",
    basis: ["The sender's server authenticated the account; the mapping is configured."],
  }),
  row("identity.actor_authenticated", IDENTIFIED, "§12.6, §4.2", {
    scope: "interaction",
    requiredFeatures: ["participant_mapping"],
    meaning: "The sender's server authenticated the account that wrote.",
    basis: ["Servers vouch for the accounts of their own domain (RFC 6120 §8.1.2.1)."],
  }),
];

const said = ({ event, grade, clause, meaning, warning }: Said, actor: ActorKind): Row =>
  row(event, ACTORS[actor](grade), clause, {
    scope: "interaction",
    meaning,
    ...(warning === undefined ? {} : { warning }),
    ...(actor === "known" ? {} : { confidence: "low" }),
  });

const rowsOf = (kind: ReplyKind, actor: ActorKind): Rows => [
  ...KINDS[kind].map((each) => said(each, actor)),
  ...(actor === "known" ? AUTHENTICATED_ROWS : []),
];

type Reply = `inbound.${ReplyKind}.${ActorKind}`;

const replies = Object.fromEntries(
  (Object.keys(KINDS) as ReplyKind[]).flatMap((kind) =>
    (Object.keys(ACTORS) as ActorKind[]).map((actor): [Reply, Rows] => [
      `inbound.${kind}.${actor}`,
      rowsOf(kind, actor),
    ]),
  ),
) as Readonly<Record<Reply, Rows>>;

export const inbound: Readonly<Record<Extract<XmppNative, `inbound.${string}`>, Rows>> = {
  ...replies,
  "inbound.encrypted": [
    row("interaction.reply_received", UNREADABLE, "§27, §12.6", {
      scope: "interaction",
      confidence: "low",
      ambiguous: true,
      meaning: "An encrypted message came from the recipient's account.",
      warning: "It cannot be read here: it may be no answer, nor a person's.",
    }),
  ],
  // News to many, as servers and bots send it: no answer.
  "inbound.headline": [],
};
