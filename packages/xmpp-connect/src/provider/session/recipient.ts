// What a session knows of an addressee at the moment the server takes a stanza: never evidence by itself.
import { CLIENT_FEATURES, noneOf, type ClientFeature } from "../../model/capabilities.ts";
import { jidOf, type Jid } from "../../model/jid.ts";
import type { Submitted } from "../port.ts";
import { storesOffline } from "./disco.ts";
import type { Session } from "./session.ts";

type Recipient = Pick<Submitted & { kind: "accepted" }, "recipient" | "offlineStore" | "lacks">;

export function recipientOf(to: string, session: Session | null, own: Jid): Recipient {
  if (session === null) return { recipient: "unknown", offlineStore: null };
  if (session.rooms.has(to)) return { recipient: "room", offlineStore: null };
  const local = jidOf(to)?.domain === own.domain;
  const lacks = lacking(to, session);
  return {
    recipient: session.contacts.availability(to),
    offlineStore: local ? storesOffline(session.abilities) : null,
    ...(lacks.length > 0 ? { lacks } : {}),
  };
}

function lacking(to: string, { clients, contacts }: Session): readonly ClientFeature[] {
  const known = clients.of(to);
  // Who is there and was not asked may be the one that can.
  if (known.length < contacts.presentCount(to)) return [];
  return CLIENT_FEATURES.filter((each) => noneOf(known.map((can) => can?.[each])));
}
