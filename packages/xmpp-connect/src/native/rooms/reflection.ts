// Our own message, as the room sends it to every occupant (XEP-0045 §7.4) or tells it later (§7.2.14).
import { roomIdRef, stanzaRef } from "../references.ts";
import type { XmppDraft } from "../types.ts";
import { roomDraft, type RoomContext } from "./context.ts";

/**
 * The id alone proves nothing, for every occupant sees it and may use it again: only from our own occupant it is ours. The
 * room's own id of the message (XEP-0359) is learnt, since markers and replies in rooms name that (XEP-0333 §4, XEP-0461 §3).
 */
export function reflectionNatives(context: RoomContext): readonly XmppDraft[] {
  const { stanza, roomId, archiveId, history, occupants } = context;
  const { account, stanza: element } = stanza;
  const id = element.attributes["id"] ?? "";
  if (id === "" || id.length > 512) return [];
  const type = history ? "room.replayed" : "room.reflected";
  return [
    roomDraft(context, type, {
      dedupeKey: `${type}/${id}`,
      evidenceKey: `${type}/${id}`,
      nativeType: "muc_message_sent",
      nativeStatus: history ? "history" : "reflected",
      refs: [stanzaRef(account.account, roomId, id)],
      learns: archiveId === null ? [] : [roomIdRef(account.account, roomId, archiveId)],
      data: { stanza_id: id },
      metadata: { scope: "room", occupants },
    }),
  ];
}
