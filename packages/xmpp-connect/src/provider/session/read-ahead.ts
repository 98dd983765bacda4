// How much may have arrived that is not kept yet. Beyond that the connection is not read, so that nobody fills the memory.
import type { Counted } from "./counted.ts";

/** Not read beyond the one, and again from the other on. */
const PENDING = { most: 64, again: 16 };

/** The connection there is, if any. */
interface Readable {
  pause(): void;
  resume(): void;
}

export class ReadAhead {
  readonly #counted: Pick<Counted, "pending">;
  readonly #connection: Readable;
  #paused = false;

  constructor(counted: Pick<Counted, "pending">, connection: Readable) {
    this.#counted = counted;
    this.#connection = connection;
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** Of a new connection, which is read. */
  begin(): void {
    this.#paused = false;
  }

  /** Something has come. */
  took(): void {
    if (this.#paused || this.#counted.pending <= PENDING.most) return;
    this.#paused = true;
    this.#connection.pause();
  }

  /** Something has been kept. */
  progressed(): void {
    if (!this.#paused || this.#counted.pending > PENDING.again) return;
    this.#paused = false;
    this.#connection.resume();
  }
}
