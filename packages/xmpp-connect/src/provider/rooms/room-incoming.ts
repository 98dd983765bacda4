// What comes out of the rooms of one session: which of it is kept, and what is known of who said it.
import type { Clock, ProviderSink } from "@underclaim/runtime";
import { jidOf } from "../../model/jid.ts";
import type { XmlElement } from "../../model/xml.ts";
import { ROOM_SOURCE } from "../../rooms/port.ts";
import type { Counted } from "../session/counted.ts";
import type { RoomMemory } from "./memory.ts";
import type { Room } from "./room.ts";
import type { RoomArchive } from "./room-archive.ts";
import { conditionOf, isHistory, occupantIdOf, roomArchiveIdOf } from "./room-stanza.ts";
import { mayConcernUs } from "./room-talk.ts";
import { roomWire } from "./room-wire.ts";

interface RoomIncomingOptions {
  readonly settings: { readonly account: string; readonly tenant: string };
  readonly clock: Clock;
  readonly sink: ProviderSink;
  readonly counted: Counted;
  readonly memory: RoomMemory;
  /** By their bare JIDs. */
  readonly rooms: ReadonlyMap<string, Room>;
  readonly archive: RoomArchive;
}

/** Each stanza is counted: handed in, or passed over. */
export class RoomIncoming {
  readonly #options: RoomIncomingOptions;

  constructor(options: RoomIncomingOptions) {
    this.#options = options;
  }

  presence(presence: XmlElement): void {
    const from = jidOf(presence.attributes["from"]);
    const room = from === null ? undefined : this.#options.rooms.get(from.bare);
    if (from === null || room === undefined || !room.presence(presence, from.resource)) {
      this.#options.counted.skip();
      return;
    }
    const jid = from.resource === null ? null : (room.occupants.named(from.resource)?.jid ?? null);
    // Of whom nothing is known, nothing is kept.
    if (jid === null) this.#options.counted.skip();
    else this.#handIn(room, presence, { own: false, history: false, jid });
  }

  message(message: XmlElement): void {
    const from = jidOf(message.attributes["from"]);
    const room = from === null ? undefined : this.#options.rooms.get(from.bare);
    const { counted, memory, archive } = this.#options;
    if (from === null || room === undefined) {
      counted.skip();
      return;
    }
    if (archive.take(from, message)) {
      counted.skip();
      return;
    }
    room.heard();
    memory.heard(from.bare);
    const kind = message.attributes["type"] ?? "normal";
    if (kind === "groupchat" && from.resource === null) room.notice(message);
    // §7.4: we are not in it, whatever we believe. Only the room says so: an occupant's refusal of a private message is its own.
    if (kind === "error" && from.resource === null && conditionOf(message) === "not-acceptable")
      room.left("unreachable");
    const history = kind === "groupchat" && isHistory(message);
    const own =
      kind === "groupchat" && from.resource !== null && room.isOwn(message, from.resource);
    if (kind === "groupchat" && !this.#mayConcernUs(room, message, own, history)) {
      counted.skip();
      return;
    }
    this.#handIn(room, message, {
      own,
      history,
      jid: this.#jidIn(room, message, from.resource, history),
    });
  }

  #mayConcernUs(room: Room, message: XmlElement, own: boolean, history: boolean): boolean {
    // In history a message of ours may not be known as such: by a nickname that we no longer have.
    const isKnown = own || !history || (room.givesOccupantIds && occupantIdOf(message) !== null);
    const archiveId = room.givesStanzaIds ? roomArchiveIdOf(message, room.settings.room) : null;
    if (isKnown) room.referred.saw(archiveId, message, own);
    if (own) return true;
    return mayConcernUs(message) && room.referred.mayConcernUs(message, this.#options.clock.now());
  }

  /** Of earlier messages the nickname says nothing: another may have it now. An occupant-id stays the account's. */
  #jidIn(room: Room, message: XmlElement, nick: string | null, history: boolean): string | null {
    if (room.anonymity !== "non_anonymous" || nick === null) return null;
    const id = room.givesOccupantIds ? occupantIdOf(message) : null;
    const occupant =
      id !== null ? room.occupants.known(id) : history ? null : room.occupants.named(nick);
    return occupant?.jid ?? null;
  }

  #handIn(
    room: Room,
    stanza: XmlElement,
    about: { readonly own: boolean; readonly history: boolean; readonly jid: string | null },
  ): void {
    const { settings, counted, sink, clock } = this.#options;
    const wire = roomWire(
      settings.account,
      {
        stanza,
        ...about,
        jid: room.anonymity === "non_anonymous" ? about.jid : null,
        occupantId: room.givesOccupantIds ? occupantIdOf(stanza) : null,
        archiveId: room.givesStanzaIds ? roomArchiveIdOf(stanza, room.settings.room) : null,
        anonymity: room.anonymity,
        occupants: room.occupants.size,
      },
      clock.now(),
    );
    counted.add(room.settings.room, () => sink.receive(settings.tenant, ROOM_SOURCE, wire));
  }
}
