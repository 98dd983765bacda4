// What every reading of a room's stanza starts from.
import type { WireRequest } from "@underclaim/runtime";
import type { XmppAccount, XmppKit } from "../../kit.ts";
import { jidOf } from "../../model/jid.ts";
import type { XmlElement } from "../../model/xml.ts";
import { roomOf } from "../../rooms/configured.ts";
import { ROOM_HEADERS, ROOM_SOURCE } from "../../rooms/port.ts";
import type { RoomSettings } from "../../rooms/settings.ts";
import { participantWith } from "../participant.ts";
import { contextOf, draft, type StanzaContext } from "../stanza/context.ts";
import type { XmppDraft, XmppNative } from "../types.ts";

type Participant = XmppKit["settings"]["participants"][number];

export interface RoomContext {
  /** Of the stanza as a private message would be read: `peer` is the occupant. */
  readonly stanza: StanzaContext;
  readonly settings: RoomSettings;
  /** The room's bare JID, and its pseudonym. */
  readonly room: string;
  readonly roomId: string;
  readonly own: boolean;
  readonly history: boolean;
  readonly archiveId: string | null;
  /** Tells the occupant from the others: by the real JID, else the occupant-id, else the nickname. */
  readonly occupant: string;
  /** Whose real JID the room tells. Null: unknown, or mapped to nobody. */
  readonly participant: Participant | null;
  readonly jid: string | null;
  readonly anonymity: string;
  readonly occupants: number | null;
}

export function roomContextOf(
  kit: XmppKit,
  account: XmppAccount,
  wire: WireRequest,
  read: { readonly text: string; readonly element: XmlElement },
): RoomContext | null {
  const stanza = contextOf(kit, account, wire, read, true);
  const settings = stanza === null ? null : roomOf(kit, account.account, stanza.from.bare);
  if (stanza === null || settings === null) return null;
  const header = (name: keyof typeof ROOM_HEADERS): string | null =>
    wire.headers[ROOM_HEADERS[name]] ?? null;
  const jid = jidOf(header("jid"))?.bare ?? null;
  const occupantId = header("occupantId");
  const occupants = Number(header("occupants") ?? Number.NaN);
  return {
    stanza,
    settings,
    room: stanza.from.bare,
    roomId: kit.jidId(stanza.from.bare),
    own: header("own") === "true",
    history: header("arrived") === "history",
    archiveId: header("archiveId"),
    occupant: jid !== null ? kit.jidId(jid) : kit.jidId(occupantId ?? stanza.from.full),
    participant: participantWith(kit, jid, account.tenant),
    jid,
    anonymity: header("anonymity") ?? "unknown",
    occupants: Number.isSafeInteger(occupants) ? occupants : null,
  };
}

/** What the room is to every piece of evidence out of it. */
const aboutRoom = ({ settings, anonymity, history }: RoomContext) => ({
  room: settings.name,
  anonymity,
  arrived: history ? "history" : "live",
});

/** The room itself is the endpoint, and no single occupant. */
export function roomDraft(
  context: RoomContext,
  type: XmppNative,
  told: Pick<XmppDraft, "dedupeKey" | "evidenceKey"> & Partial<XmppDraft>,
): XmppDraft {
  const { stanza, room, roomId, occupant } = context;
  const drafted = draft(stanza, type, {
    endpoint: { endpoint_type: "muc_room_jid", value: room },
    ...told,
    dedupeKey: `${roomId}/${told.dedupeKey}`,
    observation: {
      source_type: "provider_api",
      source_confidence: "medium",
      transport_ref: ROOM_SOURCE,
      notes: context.history ? ["The room told it as something earlier."] : [],
      ...told.observation,
    },
  });
  const about = aboutRoom(context);
  return {
    ...drafted,
    source: ROOM_SOURCE,
    // Of whom it is, where the room tells: what is erased is theirs, under whichever nick.
    raw: { ...stanza.raw, person: occupant },
    data: { ...drafted.data, ...about, peer: roomId, occupant },
    metadata: { ...drafted.metadata, ...about },
  };
}
