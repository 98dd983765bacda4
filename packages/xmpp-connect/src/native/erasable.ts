import type { Erasable, StoredNative } from "@underclaim/runtime";
import type { XmppKit } from "../kit.ts";
import { readJid } from "../model/jid.ts";
import type { XmppNative } from "./types.ts";

/** As `XmppKit.jidId` gives it. */
const KEY = /^jid_[0-9a-f]{32}$/;

/** Evidence names a JID by another pseudonym than documents and raw stanzas are kept under: one for each type of endpoint. */
export const erasableXmpp = (kit: XmppKit): Erasable<XmppNative> => {
  const rooms = new Set(
    kit.settings.accounts.flatMap((account) => account.rooms.map(({ room }) => kit.jidId(room))),
  );
  const textIn = ({ data }: StoredNative, name: string): string | null => {
    const value = data[name];
    return typeof value === "string" ? value : null;
  };
  return {
    accepts:
      "the JID, endpoint_ref.endpoint_id of evidence, or metadata.peer of notification.attempt.accepted_by_adapter (jid_…)",
    keysOf(given) {
      if (KEY.test(given)) return [given];
      // Any word is a domain, and so a JID.
      const read = given.includes("@") ? readJid(given) : null;
      if (read === null || !read.ok) return null;
      const { bare, full } = read.jid;
      const [whose, occupant] = [kit.jidId(bare), kit.jidId(full)];
      if (bare === full) return [whose];
      // What occupants write stands under their JID in the room; the room's own key is nobody's (XEP-0045 §7.5).
      return rooms.has(whose) ? [occupant] : [whose, occupant];
    },
    personIn(native) {
      const presence = native.type === "room.present" || native.type === "room.absent";
      const person = textIn(native, presence ? "occupant" : "peer");
      return person === null || rooms.has(person) ? null : person;
    },
  };
};
