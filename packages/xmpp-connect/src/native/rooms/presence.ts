// Who of the participants is in the room (XmppAdapterSpecification §12.7): presence, and no reading. Of others nothing is kept.
import type { XmppDraft } from "../types.ts";
import { roomDraft, type RoomContext } from "./context.ts";

export function occupantPresence(context: RoomContext, now: number): readonly XmppDraft[] {
  const { stanza, participant, occupant, jid, own } = context;
  const kind = stanza.stanza.attributes["type"] ?? "available";
  if (own || participant === null || jid === null) return [];
  if (kind !== "available" && kind !== "unavailable") return [];
  const type = kind === "available" ? "room.present" : "room.absent";
  const hour = Math.floor(now / 3_600_000);
  const scope = `${type}/${occupant}/${hour}`;
  return [
    roomDraft(context, type, {
      dedupeKey: scope,
      evidenceKey: scope,
      nativeType: "presence",
      nativeStatus: kind,
      endpoint: { endpoint_type: "bare_jid", value: jid },
      actor: {
        actor_ref: participant.participant_id,
        actor_type: "unknown",
        identity_strength: "medium",
        authority_strength: "none",
        provider_identity_ref: occupant,
      },
      data: { participant: participant.participant_id },
      metadata: { scope: "occupant", observed_per: "hour" },
    }),
  ];
}
