// Asks after a silence. What must come then, or the connection is cut, is the sender's to watch.
import type { Clock, Instant } from "@underclaim/runtime";

interface SilenceOptions {
  readonly clock: Clock;
  /** How long a connection may be silent, in milliseconds. */
  readonly most: number;
  readonly ask: () => void;
}

interface Heard {
  readonly heardAt: Instant;
}

export class Silence {
  readonly #options: SilenceOptions;
  #watched: Heard | null = null;
  #cancel: () => void = () => undefined;

  constructor(options: SilenceOptions) {
    this.#options = options;
  }

  watch(connection: Heard): void {
    this.end();
    this.#watched = connection;
    this.#await(connection);
  }

  end(): void {
    this.#watched = null;
    this.#cancel();
  }

  #await(connection: Heard): void {
    const { clock, most, ask } = this.#options;
    const at = Math.max(connection.heardAt + most, clock.now() + 1);
    this.#cancel = clock.wakeAt(at, () => {
      if (this.#watched !== connection) return;
      if (clock.now() - connection.heardAt >= most) ask();
      this.#await(connection);
    });
  }
}
