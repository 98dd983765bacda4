// When this session asks the server how far it has come (XEP-0198 §4), and how long it waits for the answer.
import type { Clock, Instant } from "@underclaim/runtime";

export interface AskingOptions {
  readonly clock: Clock;
  readonly window: number;
  /** How long the server may take to answer to a request for an acknowledgement. */
  readonly answerMs: number;
  /** Whether the server acknowledges (XEP-0198). Else it is asked something, and answers in order. */
  readonly managed: boolean;
  /** Asks the server for an answer in order; resolves with whether there was one. */
  readonly ping: () => Promise<boolean>;
  /** Not while this session itself does not read. */
  readonly reads: () => boolean;
}

/** What the sender does for it. */
interface Sender {
  readonly connected: () => boolean;
  /** How much has been sent in all. */
  readonly sent: () => number;
  readonly put: (text: string) => void;
  /** After all else of this turn. */
  readonly putLast: (text: string) => void;
  /** Without XEP-0198: so much has been answered. */
  readonly answered: (sent: number) => void;
  /** No answer has come. */
  readonly silent: () => void;
}

const REQUEST = `<r xmlns="urn:xmpp:sm:3"/>`;
/** One answer tells of this share of a window, and of so many stanzas at least: meanwhile the rest is on the wire. */
const PIECE = { share: 1 / 8, least: 8 };
/** A server that acknowledges nothing new is asked again only after a while. */
const ASK_AGAIN_MS = 250;

export class Asking {
  readonly #options: AskingOptions;
  readonly #sender: Sender;
  readonly #piece: number;
  /** Requests that the server has not answered. */
  #asked = 0;
  /** Of each connection its own: an answer to an earlier one's question says nothing. */
  #connection = Symbol("connection");
  /** Stanzas behind the last piece. */
  #behind = 0;
  #cancel: () => void = () => undefined;

  constructor(options: AskingOptions, sender: Sender) {
    this.#options = options;
    this.#sender = sender;
    this.#piece = Math.max(PIECE.least, Math.ceil(options.window * PIECE.share));
  }

  /** Whether the server has been asked, and has not answered. */
  get awaits(): boolean {
    return this.#asked > 0;
  }

  /** The connection is gone, and with it all answers. */
  detach(): void {
    this.#asked = 0;
    this.#behind = 0;
    this.#connection = Symbol("connection");
    this.#cancel();
  }

  /** One that is counted was written. Behind each piece stands a request, whatever is under way. */
  wrote(): void {
    this.#behind += 1;
    if (!this.#options.managed || this.#behind < this.#piece) return;
    this.#behind = 0;
    this.#asked += 1;
    if (this.#asked === 1) this.#await();
    this.#sender.put(REQUEST);
  }

  /** One request always, while anything is unacknowledged, so that nothing starves; and no more than the pieces, so that nothing floods. */
  ask(): void {
    if (!this.#sender.connected() || this.#asked > 0) return;
    this.#asked = 1;
    this.#await();
    if (this.#options.managed) {
      // Behind all that leaves with it, so that one answer tells of all of it.
      this.#sender.putLast(REQUEST);
      return;
    }
    const sent = this.#sender.sent();
    const connection = this.#connection;
    void this.#options.ping().then((answered) => {
      if (this.#connection === connection && answered) this.#sender.answered(sent);
    });
  }

  /** Nothing new was acknowledged. */
  askLater(): void {
    this.#wake(ASK_AGAIN_MS, () => this.ask());
  }

  /** An answer has come. */
  answered(): void {
    this.#asked = Math.max(0, this.#asked - 1);
    this.#cancel();
    if (this.#asked > 0) this.#await();
  }

  #await(): void {
    this.#cancel();
    this.#wake(this.#options.answerMs, () => {
      if (this.#options.reads()) this.#sender.silent();
      else this.#await();
    });
  }

  #wake(ms: number, callback: () => void): void {
    const { clock } = this.#options;
    const at: Instant = clock.now() + ms;
    this.#cancel = clock.wakeAt(at, callback);
  }
}
