// Reads the archive up to now. Again, where it did not answer: after a while, or with the next connection.
import type { Clock } from "@underclaim/runtime";
import type { Archive } from "./archive.ts";

interface CatchingUpOptions {
  readonly clock: Clock;
  readonly archive: Pick<Archive, "catchUp">;
  readonly againMs: number;
  readonly connected: () => boolean;
}

export class CatchingUp {
  readonly #options: CatchingUpOptions;
  #done = false;
  #underWay = false;

  constructor(options: CatchingUpOptions) {
    this.#options = options;
  }

  /** Whether it has been read up to now, once. */
  get done(): boolean {
    return this.#done;
  }

  async go(): Promise<void> {
    if (this.#underWay) return;
    this.#underWay = true;
    const { clock, archive, againMs, connected } = this.#options;
    this.#done = await archive.catchUp().catch(() => false);
    this.#underWay = false;
    if (this.#done || !connected()) return;
    clock.wakeAt(clock.now() + againMs, () => {
      if (connected() && !this.#done) void this.go();
    });
  }
}
