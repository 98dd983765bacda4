/** Work of which so much is under way at a time; the rest waits its turn. */
export class FewAtOnce {
  readonly #most: number;
  readonly #queue: (() => Promise<void>)[] = [];
  #running = 0;
  #closed = false;

  constructor(most: number) {
    this.#most = most;
  }

  /** @param work never rejects */
  run(work: () => Promise<void>): void {
    if (this.#closed) return;
    this.#queue.push(work);
    this.#next();
  }

  /** What has not begun never will. */
  close(): void {
    this.#closed = true;
    this.#queue.length = 0;
  }

  #next(): void {
    while (this.#running < this.#most) {
      const work = this.#queue.shift();
      if (work === undefined) return;
      this.#running += 1;
      void work().finally(() => {
        this.#running -= 1;
        this.#next();
      });
    }
  }
}
