// Messages to rooms (XmppAdapterSpecification §12.7): the room's word is of the room, and of no participant.
import type { XmppNative, XmppStored } from "../../native/types.ts";
import type { XmppSubclass } from "../../model/subclasses.ts";
import { read, type Reading } from "./reading.ts";

/** The worst first. */
const REFUSED: readonly (readonly [XmppNative, XmppSubclass])[] = [
  ["room.forbidden", "fail.muc_forbidden"],
  ["room.unavailable", "fail.muc_room_unavailable"],
  ["room.refused", "undef.deferred"],
];
const TOOK: readonly (readonly [XmppNative, XmppSubclass])[] = [
  ["room.reflected", "undef.muc_room_message_participant_uncertain"],
  ["room.replayed", "undef.delivery_pending"],
];

const foundIn = (
  natives: readonly XmppStored[],
  table: readonly (readonly [XmppNative, XmppSubclass])[],
): Reading | null => {
  const found = table.find(([type]) => natives.some((native) => native.type === type));
  return found === undefined ? null : read(found[1], found[0], BECAUSE[found[0]]);
};

const BECAUSE: Readonly<Partial<Record<XmppNative, string>>> = {
  "room.replayed":
    "The message stands in what the room tells of earlier; when it came is not known.",
};

/** Null: no room has said anything of the message. */
export function roomReading(natives: readonly XmppStored[]): Reading | null {
  const refused = foundIn(natives, REFUSED);
  const took = foundIn(natives, TOOK);
  if (refused !== null && took !== null)
    return read(
      "undef.conflicting_evidence",
      refused.signal ?? "room.refused",
      "Reports contradict each other: the room refused the message, and sent it on.",
    );
  return refused ?? took;
}

export const roomTook = (natives: readonly XmppStored[]): boolean =>
  foundIn(natives, TOOK) !== null;

/** Somebody answered, and nobody knows who (§12.7 "Anonymous room"). */
export function unknownOccupant(natives: readonly XmppStored[]): Reading | null {
  const [type] = natives
    .map((native) => native.type)
    .filter((each) => each.startsWith("room.") && each.endsWith(".unknown"))
    .toSorted();
  return type === undefined
    ? null
    : {
        ...read(
          "undef.identity_uncertain",
          type,
          "Some occupant of the room reacted; who is not known.",
        ),
        confidence: "low",
      };
}
