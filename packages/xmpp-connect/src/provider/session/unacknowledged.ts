/** XEP-0198 §4: counts go round. */
const ROUND = 2 ** 32;

/** What was sent in one session and not yet acknowledged, in the order of sending (XEP-0198 §4). */
export class Unacknowledged<T> {
  #handled = 0;
  #entries: T[] = [];

  get size(): number {
    return this.#entries.length;
  }

  get entries(): readonly T[] {
    return this.#entries;
  }

  add(entry: T): void {
    this.#entries.push(entry);
  }

  /**
   * @param handled how many the peer says that it has handled, in all
   * @returns those it has handled since it last said so; null where it claims more than was sent
   */
  acknowledge(handled: number): readonly T[] | null {
    const more = (handled - this.#handled + ROUND) % ROUND;
    if (more > this.#entries.length) return null;
    this.#handled = handled;
    return this.#entries.splice(0, more);
  }

  /** The session is over. @returns whatever is left */
  clear(): readonly T[] {
    return this.#entries.splice(0);
  }
}
