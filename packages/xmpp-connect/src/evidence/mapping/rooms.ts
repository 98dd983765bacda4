// What rooms say (XmppAdapterSpecification §12.7, §13.1, §14.7). A room is a group's endpoint: what an occupant says is a participant's
// word only where the room shows real JIDs and the occupant's is mapped.
import type { KnownEventType } from "@underclaim/contract";
import type { ReplyKind, XmppNative } from "../../native/types.ts";
import {
  DEGRADED,
  FAILED,
  HEALTHY_AGAIN,
  HOUSEKEEPING,
  REFUSED_FOR_NOW,
  SILENCE,
} from "../further-grades.ts";
import { PRESENCE_AVAILABLE, ROOM_ACCEPTED } from "../grades.ts";
import {
  ANY_OCCUPANT,
  OCCUPANT_ACKNOWLEDGED,
  OCCUPANT_AUTHENTICATED,
  OCCUPANT_DECLINED,
  OCCUPANT_DISPLAYED,
  OCCUPANT_REPLY,
} from "../room-grades.ts";
import { endpointRow, OWN_WORK, row, type Row, type Rows } from "../row.ts";
import { AVAILABLE_AT, REFUSED_AT, REFUSED_FOR_NOW_AT, ROOM_AT, UNKNOWN_AT } from "./acceptance.ts";

const ANSWER = ["The room's answer to the message's own random id."];
const OCCUPANT = {
  scope: "interaction",
  requiredFeatures: ["room_real_jids", "participant_mapping"],
  basis: ["The room tells the occupant's real JID, and that is mapped to the participant."],
} as const;

const anybody = (meaning: string): Row =>
  row("interaction.unverified_actor_interaction", ANY_OCCUPANT, "§12.7, §18", {
    confidence: "low",
    scope: "interaction",
    meaning,
    warning: "A nickname proves nobody: it is not evidence of any participant.",
    doesNotMean: ["the intended participant did it", "a participant of the case did it"],
  });

const reply = (meaning: string, grade = OCCUPANT_REPLY): Row =>
  row("interaction.reply_received", grade, "§12.7, §12.6, §32.4", { ...OCCUPANT, meaning });
const further = (event: KnownEventType, grade: Row["grade"], meaning: string): Row =>
  row(event, grade, "§12.7, §12.6, §14.5", {
    ...OCCUPANT,
    meaning,
    warning: "What it is worth is the policy's to say.",
  });

const SAID: Readonly<Record<ReplyKind, Rows>> = {
  reply: [reply("A participant's account answered in the room.")],
  acknowledgement: [
    reply("A participant's account answered in the room."),
    further(
      "interaction.acknowledgement_recorded",
      OCCUPANT_ACKNOWLEDGED,
      "A participant's account answered in the room with a word that acknowledges.",
    ),
  ],
  decline: [
    reply("A participant's account answered in the room."),
    further(
      "interaction.decline_recorded",
      OCCUPANT_DECLINED,
      "A participant's account answered in the room with a word that declines.",
    ),
  ],
  help: [reply("A participant's account asked for help in the room.", HOUSEKEEPING)],
  status: [reply("A participant's account asked for a state in the room.", HOUSEKEEPING)],
  // To the room it is nobody's unsubscription.
  stop: [reply("A participant's account asked in the room for no more.", HOUSEKEEPING)],
};

const authenticated = row(
  "interaction.authenticated_actor_interaction",
  OCCUPANT_AUTHENTICATED,
  "§14.6, §12.7, §18",
  { ...OCCUPANT, meaning: "The account that is mapped to the participant spoke in the room." },
);

type Reply = Extract<XmppNative, `room.reply.${string}`>;

const replies = Object.fromEntries(
  (Object.keys(SAID) as ReplyKind[]).flatMap((kind): [Reply, Rows][] => [
    [`room.reply.${kind}.known`, [...SAID[kind], authenticated]],
    [`room.reply.${kind}.unknown`, [anybody("Some occupant of the room answered.")]],
  ]),
) as Readonly<Record<Reply, Rows>>;

export const rooms: Readonly<Record<Extract<XmppNative, `room.${string}`>, Rows>> = {
  "room.reflected": [
    endpointRow("notification.endpoint.accepted", ROOM_ACCEPTED, "§14.7, §12.7, §13.1", ROOM_AT, {
      meaning: "The room sent the message to its occupants.",
      warning: "The room's word, of no single participant.",
      basis: ["The room sent it back to this account's own occupant, under its own random id."],
    }),
  ],
  // That the room has it is known, and not who was there when it came, nor who asks for what was said earlier.
  "room.replayed": [],
  "room.not_reflected": [
    endpointRow("notification.endpoint.unknown", SILENCE, "§12.7", UNKNOWN_AT, {
      ...OWN_WORK,
      scope: "endpoint",
      confidence: "low",
      ambiguous: true,
      meaning: "The room has not sent the message back in the time given for it.",
      warning: "A reflection that comes later is taken all the same.",
    }),
  ],
  "room.unavailable": [
    endpointRow("notification.endpoint.unreachable", FAILED, "§12.7", REFUSED_AT, {
      meaning: "There is no such room, or it cannot be reached.",
      retryable: true,
      basis: ANSWER,
    }),
  ],
  "room.forbidden": [
    endpointRow("notification.endpoint.rejected_permanent", FAILED, "§12.7", REFUSED_AT, {
      meaning: "The account may not enter the room, or not speak there.",
      terminal: true,
      retryable: false,
      basis: ANSWER,
    }),
  ],
  "room.refused": [
    endpointRow(
      "notification.endpoint.rejected_temporary",
      REFUSED_FOR_NOW,
      "§12.7, §24",
      REFUSED_FOR_NOW_AT,
      {
        meaning: "The room did not take the message, for a reason that may pass.",
        ambiguous: true,
        retryable: true,
        basis: ANSWER,
      },
    ),
  ],
  "room.displayed.known": [
    row("interaction.notification.opened", OCCUPANT_DISPLAYED, "§12.7, §12.5, §14.4, §32.4", {
      ...OCCUPANT,
      meaning: "A client of a participant's account says that it displayed the room's message.",
      warning: "It does not prove comprehension, nor anything of other occupants.",
    }),
  ],
  "room.displayed.unknown": [
    anybody("A client of some occupant says that it displayed the room's message."),
  ],
  "room.acknowledged.known": [
    further(
      "interaction.acknowledgement_recorded",
      OCCUPANT_ACKNOWLEDGED,
      "A client of a participant's account acknowledged the room's message by a marker.",
    ),
  ],
  "room.acknowledged.unknown": [
    anybody("A client of some occupant acknowledged the room's message by a marker."),
  ],
  ...replies,
  "room.talk": [],
  "room.present": [
    endpointRow(
      "notification.endpoint.accepted",
      PRESENCE_AVAILABLE,
      "§12.7, §14.2, §15",
      AVAILABLE_AT,
      {
        requiredFeatures: ["room_real_jids", "participant_mapping"],
        meaning: "A participant's account is among the room's occupants.",
        warning: "Presence is not reading: it is evidence of no message.",
      },
    ),
  ],
  // Who leaves a room may have read, and may read on elsewhere.
  "room.absent": [],
  "room.joined": [
    row("system.adapter.health_changed", HEALTHY_AGAIN, "§12.7, §26", {
      scope: "system",
      meaning: "The account is in a room that it should be in.",
      basis: ["The room's own word of its occupants."],
    }),
  ],
  "room.lost": [
    row("system.provider.degraded", DEGRADED, "§12.7, §26", {
      scope: "system",
      ambiguous: true,
      meaning: "The account is not in a room that it should be in.",
      basis: ["The room's answer, or its silence."],
    }),
  ],
};
