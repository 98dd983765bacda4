// Questions to the archive about messages whose outcome was lost: they wait for a session, and few are asked at a time.
import type { Instant } from "@underclaim/runtime";

export interface LookUp {
  readonly to: string;
  readonly stanzaId: string;
  readonly since: Instant;
}

interface Asked extends LookUp {
  readonly answer: Promise<string | null>;
  readonly settle: (archiveId: string | null) => void;
}

const MOST_AT_ONCE = 4;

export class LookUps {
  readonly #ask: (one: LookUp) => Promise<string | null>;
  readonly #stands: () => boolean;
  /** One for each stanza, however often it is asked for. */
  readonly #asked = new Map<string, Asked>();
  #waiting: Asked[] = [];
  #running = 0;

  /** @param stands whether there is a session to ask */
  constructor(ask: (one: LookUp) => Promise<string | null>, stands: () => boolean) {
    this.#ask = ask;
    this.#stands = stands;
  }

  /** @returns the archive's id; null: not found, or there will be no session any more */
  find(one: LookUp): Promise<string | null> {
    const before = this.#asked.get(one.stanzaId);
    if (before !== undefined) return before.answer;
    const { promise: answer, resolve: settle } = Promise.withResolvers<string | null>();
    const asked: Asked = { ...one, answer, settle };
    this.#asked.set(one.stanzaId, asked);
    this.#waiting.push(asked);
    this.go();
    return answer;
  }

  /** There may be a session. */
  go(): void {
    while (this.#stands() && this.#running < MOST_AT_ONCE) {
      const first = this.#waiting.shift();
      if (first === undefined) return;
      this.#running += 1;
      void this.#ask(first)
        .catch(() => null)
        .then((archiveId) => {
          this.#running -= 1;
          this.#settle(first, archiveId);
          this.go();
        });
    }
  }

  /** There will be none. */
  end(): void {
    for (const each of this.#waiting.splice(0)) this.#settle(each, null);
  }

  #settle({ stanzaId, settle }: Asked, archiveId: string | null): void {
    this.#asked.delete(stanzaId);
    settle(archiveId);
  }
}
