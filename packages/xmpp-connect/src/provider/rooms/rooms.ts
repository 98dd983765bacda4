// All rooms of one session: entered a few at a time, kept, entered again.
import type { Clock, Instant, ProviderSink } from "@underclaim/runtime";
import { jidOf } from "../../model/jid.ts";
import type { XmlElement } from "../../model/xml.ts";
import { ROOM_ABSENCES, type RoomAbsence } from "../../rooms/port.ts";
import type { RoomSettings } from "../../rooms/settings.ts";
import type { RoomStanding } from "../port.ts";
import type { Counted } from "../session/counted.ts";
import type { Iqs } from "../session/iq.ts";
import type { RoomMemory } from "./memory.ts";
import { Room, sinceOf } from "./room.ts";
import { FewAtOnce } from "./few-at-once.ts";
import { RoomArchive } from "./room-archive.ts";
import { RoomIncoming } from "./room-incoming.ts";

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
  readonly #incoming: RoomIncoming;
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
    this.#incoming = new RoomIncoming({ ...options, rooms: this.#rooms, archive: this.archive });
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
    this.#incoming.presence(presence);
  }

  message(message: XmlElement): void {
    this.#incoming.message(message);
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
