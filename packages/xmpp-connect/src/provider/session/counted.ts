// What came in, and how far it has been handled: XEP-0198's count goes up only once what a stanza brought is durable.
interface Pending {
  done: boolean;
  readonly counted: () => void;
}
const nothing = (): void => undefined;

export interface CountedOptions {
  /** Called when the count has grown. */
  readonly onProgress: () => void;
  /** What came in could not be kept: it must not be counted, nor anything after it. */
  readonly onFailure: () => void;
}

export class Counted {
  #handled = 0;
  /** Something has been forgotten: until the next resumption nothing more may be counted. */
  #gap = false;
  #pending: Pending[] = [];
  #waiting: (() => void)[] = [];
  /** Of one sender the order is kept; senders do not wait for each other. */
  readonly #chains = new Map<string, Promise<void>>();
  readonly #options: CountedOptions;

  constructor(options: CountedOptions) {
    this.#options = options;
  }

  /** `h`, of 32 bits (XEP-0198 §4). */
  get handled(): number {
    return this.#handled;
  }

  get pending(): number {
    return this.#pending.length;
  }

  /** A stanza that needs nothing more, and counts after those before it. */
  skip(): void {
    if (this.#gap) return;
    this.#pending.push({ done: true, counted: nothing });
    this.#advance();
  }

  /**
   * @param sender whose earlier ones are waited for; null: nobody's
   * @param counted called when this one is counted, and all before it with it
   */
  add(sender: string | null, work: () => Promise<void>, counted: () => void = nothing): void {
    const entry: Pending = { done: false, counted };
    if (!this.#gap) this.#pending.push(entry);
    this.#chained(sender, work).then(
      () => {
        entry.done = true;
        this.#advance();
      },
      () => {
        if (!this.#pending.includes(entry)) return;
        this.forget();
        this.#options.onFailure();
      },
    );
  }

  #chained(sender: string | null, work: () => Promise<void>): Promise<void> {
    const begin = async (): Promise<void> => work();
    if (sender === null) return begin();
    const before = this.#chains.get(sender);
    const own = (before === undefined ? begin() : before.then(begin, begin)).finally(() => {
      if (this.#chains.get(sender) === own) this.#chains.delete(sender);
    });
    this.#chains.set(sender, own);
    return own;
  }

  /** What is pending is not counted when it is done, for the server will send it again, and all that came after it. */
  forget(): void {
    if (this.#pending.length > 0) this.#gap = true;
    this.#pending = [];
    this.#release();
  }

  /** The server begins again after what has been counted. */
  begin(): void {
    this.forget();
    this.#gap = false;
  }

  /** Resolves when nothing is pending. */
  idle(): Promise<void> {
    if (this.#pending.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #advance(): void {
    const before = this.#pending.length;
    for (let first = this.#pending[0]; first?.done === true; first = this.#pending[0]) {
      this.#pending.shift();
      this.#handled = (this.#handled + 1) % 2 ** 32;
      first.counted();
    }
    if (this.#pending.length === before) return;
    this.#options.onProgress();
    if (this.#pending.length === 0) this.#release();
  }

  #release(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
