// Sources of rooms: what came out of one (XEP-0045), and how the account stands in it.
import { textOf, type Parsed, type SourceDefinition } from "@underclaim/runtime";
import { z } from "zod";
import type { XmppKit } from "../kit.ts";
import { jidOf } from "../model/jid.ts";
import { STANZA_HEADERS } from "../provider/port.ts";
import { ROOM_ABSENCES, ROOM_HEADERS, ROOM_STATE_SOURCE, type RoomAbsence } from "../rooms/port.ts";
import { jsonOf } from "./json.ts";
import { readStanza } from "./parsed.ts";
import { roomContextOf, type RoomContext } from "./rooms/context.ts";
import { occupantNatives } from "./rooms/occupant-words.ts";
import { occupantPresence } from "./rooms/presence.ts";
import { reflectionNatives } from "./rooms/reflection.ts";
import { refusalNatives } from "./rooms/refusal.ts";
import { nativesOf } from "./stanza.ts";
import type { XmppDraft, XmppNative } from "./types.ts";

export const roomSource = (kit: XmppKit): SourceDefinition<XmppNative> => ({
  transport: "session",
  headers: [...Object.values(ROOM_HEADERS), ...Object.values(STANZA_HEADERS)],
  parse(wire): Parsed<XmppNative> {
    const account = kit.accounts.find((each) => each.account === wire.account);
    if (account === undefined) return { ok: false, reason: "It names no account of ours." };
    const read = readStanza(wire);
    if (!read.ok) return read;
    const context = roomContextOf(kit, account, wire, read);
    if (context === null) return { ok: false, reason: "It is from no room that is configured." };
    return { ok: true, natives: roomNatives(context, wire.receivedAt) };
  },
  person: ({ headers }) => {
    const jid = jidOf(headers[ROOM_HEADERS.jid]);
    return jid === null ? null : kit.jidId(jid.bare);
  },
});

function roomNatives(context: RoomContext, now: number): readonly XmppDraft[] {
  const { stanza: element, from, account } = context.stanza;
  if (element.name === "presence") return occupantPresence(context, now);
  if (element.name !== "message") return [];
  const kind = element.attributes["type"] ?? "normal";
  if (kind === "error") return refusalNatives(context);
  if (kind === "groupchat") {
    // The room itself speaks of its subject and settings; and our other clients are not others.
    if (from.resource === null) return [];
    if (context.own) return reflectionNatives(context);
    return context.jid === account.jid ? [] : occupantNatives(context);
  }
  // A private message is its occupant's alone (XEP-0045 §7.5): no word of it is a room's.
  return from.resource === null ? [] : nativesOf(context.stanza, now).filter(isWord);
}

const isWord = ({ type }: XmppDraft): boolean => !type.startsWith("chat_state.");

const Report = z.strictObject({
  room: z.string().min(1).max(64),
  state: z.enum(["joined", "lost"]),
  reason: z.enum(Object.keys(ROOM_ABSENCES) as [RoomAbsence, ...RoomAbsence[]]).nullish(),
});

export const roomStateSource: SourceDefinition<XmppNative> = {
  transport: "session",
  parse(wire) {
    const parsed = Report.safeParse(jsonOf(textOf(wire)));
    if (!parsed.success) return { ok: false, reason: "It is no report of a room." };
    const { room, state, reason = null } = parsed.data;
    const account = wire.account ?? "";
    const told = { account, room, state, reason };
    return {
      ok: true,
      natives: [
        {
          type: state === "joined" ? "room.joined" : "room.lost",
          source: ROOM_STATE_SOURCE,
          dedupeKey: `${account}/${room}/${state}/${wire.receivedAt}`,
          evidenceKey: `${account}/${room}/${state}/${wire.receivedAt}`,
          occurredAt: wire.receivedAt,
          nativeType: "room",
          nativeStatus: reason ?? state,
          refs: [],
          observation: { source_type: "adapter", source_confidence: "high" },
          data: told,
          metadata: told,
        },
      ],
    };
  },
};
