// Rooms of the sandbox: what happens is read from the name before the at-sign, as with its addresses.
import { jidOf } from "../../model/jid.ts";
import { NS } from "../../model/namespaces.ts";
import { escapeXml, xml } from "../../model/xml.ts";
import { ROOM_HEADERS, ROOM_SOURCE, type RoomAbsence } from "../../rooms/port.ts";
import type { RoomSettings } from "../../rooms/settings.ts";
import type { RoomStanding, Submitted } from "../port.ts";

export interface SandboxRoom {
  readonly name: string;
  /** For the documentation. */
  readonly does: string;
  /** Why the account is not in it. */
  readonly absence?: RoomAbsence;
  readonly anonymous?: boolean;
  readonly reflects?: false;
  /** What occupants say to it, one after the other; whose JID is `ann` at the account's domain. */
  readonly says?: readonly ("displayed" | "acknowledged" | "ACK")[];
  readonly error?: string;
}

export const SANDBOX_ROOMS: readonly SandboxRoom[] = [
  { name: "room", does: "sends the message back" },
  {
    name: "room-displays",
    does: "the occupant ann, whose JID the room shows, displays it",
    says: ["displayed"],
  },
  {
    name: "room-acknowledges",
    does: "the same occupant answers ACK",
    says: ["displayed", "ACK"],
  },
  {
    name: "room-anonymous",
    does: "an occupant who calls himself ann answers ACK; the room shows nobody's JID",
    says: ["ACK"],
    anonymous: true,
  },
  { name: "room-silent", does: "never sends the message back", reflects: false },
  { name: "room-missing", does: "does not exist", absence: "missing" },
  { name: "room-banned", does: "has banned the account", absence: "banned" },
  { name: "room-voiceless", does: "lets the account in, and not speak", error: "forbidden" },
];

const OTHERS: SandboxRoom = { name: "", does: "sends the message back" };
const behaviourOf = (room: string): SandboxRoom =>
  SANDBOX_ROOMS.find(({ name }) => name === jidOf(room)?.local) ?? OTHERS;

export interface SandboxWire {
  readonly source: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface InRoom {
  readonly answer: Submitted;
  readonly says: readonly SandboxWire[];
}

export interface SandboxRooms {
  standings(): readonly RoomStanding[];
  /** Null: it is no room. */
  submit(to: string, stanzaId: string): InRoom | null;
}

export function sandboxRoomsOf(
  { jid, rooms }: { account: string; jid: string; rooms: readonly RoomSettings[] },
  id: () => string,
): SandboxRooms {
  const domain = jidOf(jid)?.domain ?? "sandbox.example";

  const wire = (
    room: RoomSettings,
    { anonymous = false }: SandboxRoom,
    from: { readonly nick: string | null; readonly own: boolean },
    attributes: Readonly<Record<string, string>>,
    inner: string,
  ): SandboxWire => ({
    source: ROOM_SOURCE,
    headers: {
      "content-type": "application/xml",
      [ROOM_HEADERS.arrived]: "live",
      [ROOM_HEADERS.anonymity]: anonymous ? "semi_anonymous" : "non_anonymous",
      [ROOM_HEADERS.occupants]: "2",
      ...(from.own ? { [ROOM_HEADERS.own]: "true" } : {}),
      ...(from.own || anonymous || from.nick === null
        ? {}
        : { [ROOM_HEADERS.jid]: `${from.nick}@${domain}` }),
    },
    body: xml(
      "message",
      {
        xmlns: NS.client,
        from: from.nick === null ? room.room : `${room.room}/${from.nick}`,
        to: jid,
        ...attributes,
      },
      inner,
    ),
  });

  const reactions = (
    room: RoomSettings,
    behaviour: SandboxRoom,
    stanzaId: string,
  ): readonly SandboxWire[] => {
    const own = wire(
      room,
      behaviour,
      { nick: room.nick, own: true },
      { id: stanzaId, type: "groupchat" },
      xml("origin-id", { xmlns: NS.ids, id: stanzaId }),
    );
    const words = (behaviour.says ?? []).map((word) =>
      wire(
        room,
        behaviour,
        { nick: "ann", own: false },
        { id: id(), type: "groupchat" },
        word === "ACK"
          ? xml("body", {}, escapeXml(word)) + xml("reply", { xmlns: NS.reply, id: stanzaId })
          : xml(word, { xmlns: NS.markers, id: stanzaId }),
      ),
    );
    return behaviour.reflects === false ? [] : [own, ...words];
  };

  return {
    standings: () =>
      rooms.map((room): RoomStanding => {
        const { absence = null, anonymous = false } = behaviourOf(room.room);
        return {
          name: room.name,
          state: absence === null ? "joined" : "out",
          absence,
          title: null,
          anonymity: anonymous ? "semi_anonymous" : "non_anonymous",
          membersOnly: false,
          passwordProtected: false,
          archive: false,
          occupantIds: false,
          occupants: 2,
        };
      }),
    submit(to, stanzaId) {
      const room = rooms.find((each) => each.room === to);
      if (room === undefined) return null;
      const behaviour = behaviourOf(to);
      if (behaviour.absence !== undefined) {
        const because = behaviour.absence === "missing" ? "unavailable" : "forbidden";
        return { answer: { kind: "refused", because, reason: behaviour.absence }, says: [] };
      }
      const answer: Submitted = {
        kind: "accepted",
        by: "acknowledged",
        recipient: "room",
        offlineStore: null,
      };
      if (behaviour.error === undefined)
        return { answer, says: reactions(room, behaviour, stanzaId) };
      const error = xml(
        "error",
        { type: "auth" },
        xml(behaviour.error, { xmlns: NS.stanzaErrors }),
      );
      const refusal = { id: stanzaId, type: "error" };
      return { answer, says: [wire(room, behaviour, { nick: null, own: false }, refusal, error)] };
    },
  };
}
