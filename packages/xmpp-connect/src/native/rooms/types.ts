import type { ReplyKind } from "../reply-kind.ts";

/**
 * Who an occupant is: `known` where the room shows real JIDs and the occupant's is mapped to a participant; `unknown` for
 * everybody else. A nickname proves nobody.
 */
export type OccupantKind = "known" | "unknown";

/** What rooms say (XmppAdapterSpecification §12.7, §18, §23). */
export type RoomNative =
  /** The room sent our message to its occupants, us among them. */
  | "room.reflected"
  /** Our message stands in what the room tells of earlier: it was taken, at a time that is not known. */
  | "room.replayed"
  /** The deadline for the reflection has passed. */
  | "room.not_reflected"
  /** There is no such room, or not any more, or its service cannot be reached. */
  | "room.unavailable"
  /** Banned, without a voice, no member, the wrong password. */
  | "room.forbidden"
  /** The room did not take it, for a reason that may pass. */
  | "room.refused"
  | `room.displayed.${OccupantKind}`
  | `room.acknowledged.${OccupantKind}`
  | `room.reply.${ReplyKind}.${OccupantKind}`
  /** Said in a room, about nothing of ours. */
  | "room.talk"
  /** A participant's account is among the occupants, or has left. */
  | "room.present"
  | "room.absent"
  // The account's own standing in a room.
  | "room.joined"
  | "room.lost";
