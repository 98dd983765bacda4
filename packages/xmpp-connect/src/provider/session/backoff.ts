export interface BackoffOptions {
  /** Milliseconds. */
  readonly first: number;
  readonly most: number;
  readonly random: () => number;
}

/** How long to wait before the next connection: twice as long each time, and never all at the same moment. */
export class Backoff {
  readonly #options: BackoffOptions;
  #wait = 0;

  constructor(options: BackoffOptions) {
    this.#options = options;
  }

  /** @param lasted how long the last connection was online, in ms; one that outlived the wait for it has proven itself */
  next(lasted: number): number {
    const { first, most } = this.#options;
    this.#wait = lasted > this.#wait ? first : Math.min(most, Math.max(first, this.#wait * 2));
    return this.#spread(this.#wait);
  }

  /** For what only somebody's intervention will change. */
  longest(): number {
    this.#wait = this.#options.most;
    return this.#spread(this.#wait);
  }

  #spread(wait: number): number {
    return Math.round(wait * (0.5 + this.#options.random() / 2));
  }
}
