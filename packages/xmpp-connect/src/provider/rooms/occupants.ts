// Who is in a room, as its presence tells: by nickname, which is all that a message names.
export interface Occupant {
  /** Bare; null where the room does not tell it. */
  readonly jid: string | null;
  readonly occupantId: string | null;
}

/** Of those beyond nothing is known but that they are there. */
const MOST = 20_000;

export class Occupants {
  readonly #byNick = new Map<string, Occupant>();
  readonly #byId = new Map<string, Occupant>();

  get size(): number {
    return this.#byNick.size;
  }

  enter(nick: string, occupant: Occupant): void {
    this.leave(nick);
    if (this.#byNick.size >= MOST) return;
    this.#byNick.set(nick, occupant);
    if (occupant.occupantId !== null) this.#byId.set(occupant.occupantId, occupant);
  }

  leave(nick: string): void {
    const occupant = this.#byNick.get(nick);
    this.#byNick.delete(nick);
    if (occupant?.occupantId) this.#byId.delete(occupant.occupantId);
  }

  named(nick: string): Occupant | null {
    return this.#byNick.get(nick) ?? null;
  }

  /** Whoever they are called now: an occupant-id stays with the account (XEP-0421 §3). */
  known(occupantId: string): Occupant | null {
    return this.#byId.get(occupantId) ?? null;
  }

  clear(): void {
    this.#byNick.clear();
    this.#byId.clear();
  }
}
