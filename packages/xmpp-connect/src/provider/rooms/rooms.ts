// All rooms of one session: entered a few at a time, kept, entered again; and what comes out of them.
import type { Clock, Instant, ProviderSink } from "@underclaim/runtime";
import { jidOf } from "../../model/jid.ts";
import type { XmlElement } from "../../model/xml.ts";
import { ROOM_ABSENCES, ROOM_SOURCE, type RoomAbsence } from "../../rooms/port.ts";
import type { RoomSettings } from "../../rooms/settings.ts";
import type { RoomStanding } from "../port.ts";
import type { Counted } from "../session/counted.ts";
import type { Iqs } from "../session/iq.ts";
import type { RoomMemory } from "./memory.ts";
import { Room, sinceOf } from "./room.ts";
import { conditionOf, isHistory, occupantIdOf, roomArchiveIdOf } from "./room-stanza.ts";
import { roomWire } from "./room-wire.ts";
import { FewAtOnce } from "./few-at-once.ts";
import { RoomArchive } from "./room-archive.ts";
import { mayConcernUs } from "./room-talk.ts";

export interface RoomsOptions {
  readonly settings: {
    readonly account: string;
    readonly tenant: string;
    readonly rooms: readonly RoomSettings[];
    readonly timeouts: { readonly answer: number };
  };
  readonly clock: Clock;
  readonly randomId: () => string;
  readonly sink: ProviderSink;
  readonly counted: Counted;
  readonly iqs: Iqs;
  readonly memory: RoomMemory;
  readonly say: (stanza: string) => boolean;
}

/** Of the rooms so many are entered, or asked, at once. */
const AT_ONCE = 16;
/** When a room that cannot be entered is tried again: soon where it may pass, and seldom where somebody has decided it. */
const AGAIN_MS: Readonly<Record<RoomAbsence, number>> = {
  unreachable: 5_000,
  shut_down: 5_000,
  full: 60_000,
  nick_conflict: 60_000,
  missing: 60_000,
  no_service: 60_000,
  kicked: 300_000,
  destroyed: 3_600_000,
  banned: 3_600_000,
  members_only: 3_600_000,
  password: 3_600_000,
};

/** Why a message does not go to a room now; null: it may. */
export type RoomBar =
  | {
      readonly kind: "refused";
      readonly because: "unavailable" | "forbidden";
      readonly reason: RoomAbsence;
    }
  | { readonly kind: "wait"; readonly retryAt: Instant };

export class Rooms {
  readonly archive: RoomArchive;
  readonly #options: RoomsOptions;
  readonly #rooms: ReadonlyMap<string, Room>;
  readonly #work = new FewAtOnce(AT_ONCE);
  readonly #timers = new Map<Room, () => void>();
  readonly #joinedAt = new Map<Room, Instant>();
  readonly #waiting = new Map<Room, (() => void)[]>();
  #closed = false;
  #cancelWatch: () => void = () => undefined;

  constructor(options: RoomsOptions) {
    const { settings, clock, iqs, randomId, memory, say } = options;
    this.#options = options;
    this.archive = new RoomArchive({ iqs, randomId });
    this.#rooms = new Map(
      settings.rooms.map((each): [string, Room] => [
        each.room,
        new Room({
          settings: each,
          clock,
          iqs,
          randomId,
          answerMs: settings.timeouts.answer,
          since: () => {
            const heard = memory.lastHeard(each.room);
            return heard === null ? null : sinceOf(heard);
          },
          say,
          changed: (room) => this.#changed(room),
        }),
      ]),
    );
  }

  /** A new session is in no room (XEP-0198 §5). */
  begin(): void {
    for (const room of this.#rooms.values()) this.#enter(room);
    this.#watch();
  }

  /** The session was resumed: the rooms may have changed behind it. */
  resumed(): void {
    for (const room of this.#rooms.values()) this.#work.run(() => room.check());
  }

  close(): void {
    this.#closed = true;
    this.#cancelWatch();
    this.#work.close();
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    for (const room of this.#waiting.keys()) this.#wake(room);
  }

  has(bare: string): boolean {
    return this.#rooms.has(bare);
  }

  get standings(): readonly RoomStanding[] {
    return [...this.#rooms.values()].map((room) => room.standing);
  }

  get degradations(): readonly string[] {
    const out = [...this.#rooms.values()].filter(
      ({ state, absence }) => state === "out" && absence !== null,
    );
    const renamed = [...this.#rooms.values()].filter(
      ({ state, nick, settings }) => state === "joined" && nick !== settings.nick,
    );
    return [
      ...out.map(({ settings, absence }) => `Not in the room ${settings.name}: ${absence}.`),
      ...renamed.map(({ settings }) => `In the room ${settings.name} under another nickname.`),
    ];
  }

  /**
   * Resolves once it is known whether the account is in the room, or there is no time left to wait for it. Null: that is known
   * already, or it is no room.
   */
  known(bare: string, signal: AbortSignal | null = null): Promise<void> | null {
    const room = this.#rooms.get(bare);
    if (room === undefined || this.#closed || room.state === "joined" || room.absence !== null)
      return null;
    return new Promise((resolve) => {
      this.#waiting.set(room, [...(this.#waiting.get(room) ?? []), resolve]);
      signal?.addEventListener("abort", () => resolve(), { once: true });
    });
  }

  #wake(room: Room): void {
    for (const resolve of this.#waiting.get(room) ?? []) resolve();
    this.#waiting.delete(room);
  }

  bar(bare: string): RoomBar | null {
    const room = this.#rooms.get(bare);
    if (room === undefined || room.state === "joined") return null;
    const { absence } = room;
    const means = absence === null ? "wait" : ROOM_ABSENCES[absence];
    if (absence !== null && means !== "wait")
      return { kind: "refused", because: means, reason: absence };
    return { kind: "wait", retryAt: this.#options.clock.now() + 1_000 };
  }

  /** The archive's id of our message in the room, or null where it was not found. A room that is being entered is waited for. */
  async find(bare: string, stanzaId: string, since: Instant): Promise<string | null> {
    const room = this.#rooms.get(bare);
    const known = this.known(bare);
    if (known !== null) await known;
    if (room?.hasArchive !== true) return null;
    return this.archive.find(bare, stanzaId, since, (message) =>
      room.isOwn(message, jidOf(message.attributes["from"])?.resource ?? null),
    );
  }

  presence(presence: XmlElement): void {
    const from = jidOf(presence.attributes["from"]);
    const room = from === null ? undefined : this.#rooms.get(from.bare);
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
    const room = from === null ? undefined : this.#rooms.get(from.bare);
    const { counted, memory } = this.#options;
    if (from === null || room === undefined) {
      counted.skip();
      return;
    }
    if (this.archive.take(from, message)) {
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

  #changed(room: Room): void {
    const { memory, sink, clock } = this.#options;
    const { name } = room.settings;
    if (this.#closed) return;
    this.#wake(room);
    if (room.state === "joined") {
      this.#joinedAt.set(room, clock.now());
      void memory.tell(sink, name, "joined", null);
      return;
    }
    const { absence } = room;
    if (absence === null) return;
    // What was left without anybody's decision is entered again at once, unless it had only just been entered; it is told where
    // that fails.
    const stayed = clock.now() - (this.#joinedAt.get(room) ?? 0);
    const passing =
      absence === "unreachable" && stayed >= AGAIN_MS[absence] && !this.#timers.has(room);
    if (!passing) void memory.tell(sink, name, "lost", absence);
    const wait = passing ? 1 : AGAIN_MS[absence];
    this.#timers.get(room)?.();
    this.#timers.set(
      room,
      clock.wakeAt(clock.now() + wait, () => this.#enter(room)),
    );
  }

  #enter(room: Room): void {
    this.#work.run(async () => {
      await room.enter();
      if (room.state === "joined") {
        this.#timers.get(room)?.();
        this.#timers.delete(room);
      }
    });
  }

  /** XEP-0410: rooms that have been silent for long are asked. */
  #watch(): void {
    const { clock, settings } = this.#options;
    if (settings.rooms.length === 0) return;
    const every = Math.min(...settings.rooms.map(({ check_after }) => check_after));
    this.#cancelWatch = clock.wakeAt(clock.now() + every, () => {
      const now = clock.now();
      for (const room of this.#rooms.values())
        if (now - room.heardAt >= room.settings.check_after) this.#work.run(() => room.check());
      if (!this.#closed) this.#watch();
    });
  }
}
