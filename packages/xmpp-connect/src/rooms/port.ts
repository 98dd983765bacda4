// How a session hands in what came out of a room, and what it reports of its own standing there.

/**
 * Source `xmpp.room`: the whole stanza as XML as body, and in these headers what the session has checked. Names of occupants
 * are in the stanza alone.
 */
export const ROOM_SOURCE = "xmpp.room";
export const ROOM_HEADERS = {
  /** "live" | "history": whether the room tells of something earlier (XEP-0045 §7.2.14, XEP-0203). */
  arrived: "x-room-arrived",
  /** "true": the occupant is this session's own (its nickname, and its occupant-id where the room gives such). */
  own: "x-room-own",
  /** The occupant's real bare JID, where the room tells it (XEP-0045 §7.2.3). Personal. */
  jid: "x-room-occupant-jid",
  /** XEP-0421, where the room announces it: else anybody can claim one. */
  occupantId: "x-room-occupant-id",
  /** XEP-0359's stanza-id by the room, exactly one and genuine. */
  archiveId: "x-room-archive-id",
  /** Whether occupants see real JIDs: "non_anonymous" | "semi_anonymous" | "unknown". */
  anonymity: "x-room-anonymity",
  /** How many occupants the session knows of. */
  occupants: "x-room-occupants",
} as const;

/** Source `xmpp.room_state`: JSON `{ room, state, reason }`, the room by its name in the configuration. */
export const ROOM_STATE_SOURCE = "xmpp.room_state";

/** Why an account is not in a room. */
export const ROOM_ABSENCES = {
  /** The service does not answer, or refuses without a lasting reason. */
  unreachable: "wait",
  missing: "unavailable",
  destroyed: "unavailable",
  no_service: "unavailable",
  banned: "forbidden",
  members_only: "forbidden",
  password: "forbidden",
  kicked: "wait",
  nick_conflict: "wait",
  full: "wait",
  shut_down: "wait",
} as const satisfies Record<string, "wait" | "unavailable" | "forbidden">;
export type RoomAbsence = keyof typeof ROOM_ABSENCES;
