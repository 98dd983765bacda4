import type { RefinedBy } from "@underclaim/runtime";
import type { XmppDraft, XmppNative } from "./types.ts";

const KNOWN = ".known";

/**
 * A mapped address is the participant's only where it is *this* participant's: whoever else answers is somebody else, and a
 * message without a participant has nobody to be known.
 */
export function refineXmpp(native: XmppDraft, { metadata }: RefinedBy): XmppDraft {
  if (native.type.startsWith("room.")) return refineRoom(native, metadata);
  if (!native.type.startsWith("inbound.") || !native.type.endsWith(KNOWN)) return native;
  const expected = metadata?.["participant"] ?? null;
  const actual = native.data?.["participant"] ?? null;
  if (expected !== null && expected === actual) return native;
  const type = `${native.type.slice(0, -KNOWN.length)}.unknown` as XmppNative;
  return {
    ...native,
    type,
    metadata: { ...native.metadata, actor: "other_participant" },
    ...(native.actor ? { actor: { ...native.actor, identity_strength: "medium" } } : {}),
  };
}

/**
 * In a room several may be meant: where the message names no participant, each that is mapped speaks for themselves. Where it
 * names one, another's word is not that one's.
 */
function refineRoom(native: XmppDraft, metadata: RefinedBy["metadata"]): XmppDraft {
  if (!native.type.endsWith(KNOWN)) return native;
  const expected = metadata?.["participant"] ?? null;
  if (expected === null || expected === (native.data?.["participant"] ?? null)) return native;
  return {
    ...native,
    type: `${native.type.slice(0, -KNOWN.length)}.unknown` as XmppNative,
    metadata: { ...native.metadata, actor: "other_participant" },
  };
}

/** What names a message that nobody sent to its sender is no receipt. */
export const strayXmpp = (native: XmppDraft): XmppDraft =>
  native.type.startsWith("pubsub.") ? { ...native, type: "pubsub.foreign" } : strayWord(native);

const strayWord = (native: XmppDraft): XmppDraft =>
  isAboutRoomMessage(native.type) ? { ...native, type: "room.talk" } : strayReceipt(native);

const isAboutRoomMessage = (type: XmppNative): boolean =>
  type.startsWith("room.") &&
  !["room.present", "room.absent", "room.joined", "room.lost"].includes(type);

const strayReceipt = (native: XmppDraft): XmppDraft =>
  native.type.startsWith("receipt.") ||
  native.type.startsWith("marker.") ||
  native.type.startsWith("error.")
    ? { ...native, type: "receipt.stray" }
    : native;
