// What is remembered of rooms from one session to the next.
import type { Clock, Instant, Log, ProviderSink } from "@underclaim/runtime";
import { ROOM_STATE_SOURCE, type RoomAbsence } from "../../rooms/port.ts";
import { roomStateWire } from "./room-wire.ts";

export interface RoomMemoryOptions {
  readonly account: string;
  readonly tenant: string;
  readonly clock: Clock;
  readonly log: Log;
}

export class RoomMemory {
  readonly #options: RoomMemoryOptions;
  readonly #told = new Map<string, string>();
  readonly #heard = new Map<string, Instant>();

  constructor(options: RoomMemoryOptions) {
    this.#options = options;
  }

  /** Something was heard in the room: what is asked for after the next joining begins there. */
  heard(room: string): void {
    this.#heard.set(room, this.#options.clock.now());
  }

  lastHeard(room: string): Instant | null {
    return this.#heard.get(room) ?? null;
  }

  /** Tells the adapter what it does not know yet. That a room was entered as it should be is no news after the first time. */
  async tell(
    sink: ProviderSink,
    room: string,
    state: "joined" | "lost",
    reason: RoomAbsence | null,
  ): Promise<void> {
    const told = `${state}/${reason ?? ""}`;
    if (this.#told.get(room) === told) return;
    this.#told.set(room, told);
    const { account, tenant, clock, log } = this.#options;
    try {
      const wire = roomStateWire(account, { room, state, reason }, clock.now());
      await sink.receive(tenant, ROOM_STATE_SOURCE, wire);
    } catch {
      this.#told.delete(room);
      log.warn({ account, room, state }, "a report of a room could not be kept");
    }
  }
}
