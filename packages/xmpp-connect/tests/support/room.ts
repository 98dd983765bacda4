// Rooms of a real server, and somebody in one.
import { child, textOfElement, type XmlElement } from "../../src/model/xml.ts";
import { NS } from "../../src/model/namespaces.ts";
import type { Peer } from "./peer.ts";
import { DOMAIN } from "./prosody.ts";

const ROOM_SERVICE = `rooms.${DOMAIN}`;
export const roomJid = (name: string): string => `${name}@${ROOM_SERVICE}`;

/** For `ProsodyOptions.settings`. */
export const ROOM_COMPONENT = `
Component "${ROOM_SERVICE}" "muc"
  modules_enabled = { "muc_mam" }
  muc_log_by_default = true
  muc_room_default_persistent = true
  muc_room_locking = false
`;

const MUC = "http://jabber.org/protocol/muc";
const OWNER = `${MUC}#owner`;
const ADMIN = `${MUC}#admin`;

const field = (name: string, value: string): string =>
  `<field var="${name}"><value>${value}</value></field>`;

/** What a room can be made to be (XEP-0045 §16.5.3). */
export interface RoomShape {
  readonly whois?: "anyone" | "moderators";
  readonly membersOnly?: boolean;
  readonly moderated?: boolean;
  readonly password?: string;
}

/** One who is in rooms, and may own them. */
export class Occupant {
  readonly peer: Peer;

  constructor(peer: Peer) {
    this.peer = peer;
  }

  /** Enters, and waits until it is in. */
  async enter(name: string, nick: string, password?: string): Promise<void> {
    const at = `${roomJid(name)}/${nick}`;
    const secret = password === undefined ? "" : `<password>${password}</password>`;
    const entered = this.peer.next(
      (each) => each.name === "presence" && each.attributes["from"] === at,
    );
    this.peer.send(
      `<presence to="${at}"><x xmlns="${MUC}"><history maxstanzas="0"/>${secret}</x></presence>`,
    );
    const presence = await entered;
    if (presence.attributes["type"] === "error") throw new Error("It may not enter.");
  }

  /** Makes the room, and makes it so. */
  async make(name: string, nick: string, shape: RoomShape = {}): Promise<void> {
    await this.enter(name, nick);
    await this.shape(name, shape);
  }

  async shape(name: string, shape: RoomShape): Promise<void> {
    const { whois = "anyone", membersOnly = false, moderated = false, password } = shape;
    const fields = [
      field("FORM_TYPE", `${MUC}#roomconfig`),
      field("muc#roomconfig_whois", whois),
      field("muc#roomconfig_membersonly", membersOnly ? "1" : "0"),
      field("muc#roomconfig_moderatedroom", moderated ? "1" : "0"),
      field("muc#roomconfig_persistentroom", "1"),
      field("muc#roomconfig_passwordprotectedroom", password === undefined ? "0" : "1"),
      field("muc#roomconfig_roomsecret", password ?? ""),
    ];
    await this.#ask(
      `<query xmlns="${OWNER}"><x xmlns="jabber:x:data" type="submit">${fields.join("")}</x></query>`,
      name,
    );
  }

  destroy(name: string): Promise<void> {
    return this.#ask(`<query xmlns="${OWNER}"><destroy/></query>`, name);
  }
  kick(name: string, nick: string): Promise<void> {
    return this.#ask(`<query xmlns="${ADMIN}"><item nick="${nick}" role="none"/></query>`, name);
  }
  affiliate(name: string, jid: string, affiliation: string): Promise<void> {
    return this.#ask(
      `<query xmlns="${ADMIN}"><item jid="${jid}" affiliation="${affiliation}"/></query>`,
      name,
    );
  }

  /** To all, or to one occupant alone. */
  say(name: string, content: string, id: string, to?: string): void {
    const [type, at] =
      to === undefined ? ["groupchat", roomJid(name)] : ["chat", `${roomJid(name)}/${to}`];
    this.peer.send(`<message type="${type}" to="${at}" id="${id}">${content}</message>`);
  }

  /** The room's message with this body, as this occupant receives it. */
  async hears(body: string): Promise<XmlElement> {
    return this.peer.awaits(
      (each) => each.attributes["type"] === "groupchat" && bodyOf(each) === body,
    );
  }

  /** How often it has received a room's message with this body, live or as history. */
  heard(body: string): number {
    return this.peer.stanzas.filter((each) => bodyOf(each) === body).length;
  }

  async #ask(payload: string, name: string): Promise<void> {
    const answer = await this.peer.ask("set", payload, roomJid(name));
    if (answer.attributes["type"] !== "result") throw new Error("The room refuses.");
  }
}

export const bodyOf = (element: XmlElement): string =>
  element.name === "message" ? textOfElement(child(element, "body", NS.client)) : "";

/** The room's own id of a message (XEP-0359), which markers and replies name. */
export const roomIdOf = (message: XmlElement): string =>
  child(message, "stanza-id", NS.ids)?.attributes["id"] ?? "";
