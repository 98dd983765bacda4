// XmppAdapterSpecification §18.
import { z } from "zod";
import type { RoomStanding } from "../provider/port.ts";

export const XmppMucRoom = z
  .strictObject({
    room_jid: z.string().min(1).describe("The room's bare JID."),
    room_name: z.string().nullish().describe("As the room calls itself (XEP-0030)."),
    room_type: z.enum([
      "public",
      "members_only",
      "password_protected",
      "anonymous",
      "semi_anonymous",
      "unknown",
    ]),
    occupant_mapping_confidence: z
      .enum(["low", "medium", "high"])
      .describe("medium: the room shows real JIDs to us, and vouches for them. Never high."),
    supports_history: z.boolean().nullish(),
    supports_markers: z
      .boolean()
      .nullish()
      .describe("Whether its messages have ids that markers can name (XEP-0359)."),
    metadata: z.record(z.string(), z.unknown()).nullish(),
  })
  .meta({ id: "XmppMucRoom", description: "A room (XmppAdapterSpecification §18)." });
export type XmppMucRoom = z.infer<typeof XmppMucRoom>;

export const XmppMucEvent = z
  .strictObject({
    room_jid: z.string().min(1),
    occupant_jid: z.string().nullish().describe("A pseudonym of it."),
    occupant_nick: z.string().nullish().describe("Not kept."),
    participant_id: z.string().nullish().describe("Only of an occupant whose account is mapped."),
    event_type: z.enum([
      "joined",
      "left",
      "message_sent",
      "message_received",
      "displayed",
      "acknowledged",
      "kicked",
      "banned",
      "error",
    ]),
    occurred_at: z.iso.datetime({ offset: true }),
    confidence: z.enum(["low", "medium", "high"]),
  })
  .meta({ id: "XmppMucEvent", description: "Something in a room (XmppAdapterSpecification §18)." });
export type XmppMucEvent = z.infer<typeof XmppMucEvent>;

/** A room may be several of these at once: what limits most who gets in is told. */
function typeOf(standing: RoomStanding): XmppMucRoom["room_type"] {
  if (standing.passwordProtected) return "password_protected";
  if (standing.membersOnly) return "members_only";
  if (standing.anonymity === "semi_anonymous") return "semi_anonymous";
  return standing.state === "joined" && standing.anonymity === "non_anonymous"
    ? "public"
    : "unknown";
}

export const roomViewOf = (jid: string, standing: RoomStanding): XmppMucRoom => ({
  room_jid: jid,
  room_name: standing.title,
  room_type: typeOf(standing),
  occupant_mapping_confidence: standing.anonymity === "non_anonymous" ? "medium" : "low",
  supports_history: standing.state === "joined" ? standing.archive : null,
  supports_markers: standing.state === "joined" ? standing.archive : null,
  metadata: {
    name: standing.name,
    state: standing.state,
    absence: standing.absence,
    anonymity: standing.anonymity,
    occupants: standing.occupants,
    occupant_ids: standing.occupantIds,
  },
});
