import type { Decoded } from "./pdu.ts";

/** Resolves once the PDU is durable, with what is to be done when the SMSC has been told so. */
export type Receive = (pdu: Uint8Array, decoded: Decoded) => Promise<{ readonly told: () => void }>;

export interface DeliveriesOptions {
  /** How many may be under way before nothing more is read. */
  readonly limit: number;
  readonly receive: Receive;
  readonly pause: () => void;
  readonly resume: () => void;
}

/** What the SMSC delivers: answered only when it is durable, and read no faster than it can be stored. */
export class Deliveries {
  readonly #options: DeliveriesOptions;
  #underWay = 0;
  #waiting: (() => void)[] = [];

  constructor(options: DeliveriesOptions) {
    this.#options = options;
  }

  /** @param answer tells the SMSC whether it may forget the PDU; never called before that is certain */
  take(pdu: Uint8Array, decoded: Decoded, answer: (durable: boolean) => void): void {
    const { limit, receive, pause, resume } = this.#options;
    this.#underWay += 1;
    if (this.#underWay >= limit) pause();
    receive(pdu, decoded)
      .then(
        ({ told }) => {
          answer(true);
          told();
        },
        () => answer(false),
      )
      .finally(() => {
        this.#underWay -= 1;
        if (this.#underWay < limit) resume();
        if (this.#underWay === 0) for (const resolve of this.#waiting.splice(0)) resolve();
      });
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    if (this.#underWay > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
