import { NO_ADDRESS, type SmppAddress } from "./addresses.ts";
import { writtenId } from "./message-ids.ts";
import type { SmppSettings } from "./settings.ts";

export interface SentMessage {
  /** As submit_sm_resp wrote it. */
  readonly written: string;
  readonly source: SmppAddress;
  readonly destination: SmppAddress;
}

const MOST = 10_000;

/**
 * What cancel_sm must repeat of the newest messages. Lost with the process: then the id is written as it probably was, and
 * the addresses are left out, which SMPP 3.4 §4.9.1 allows for a source that is not known.
 */
export class SentMessages {
  readonly #format: SmppSettings["submit_id"];
  readonly #byId = new Map<string, SentMessage>();

  constructor({ submit_id }: Pick<SmppSettings, "submit_id">) {
    this.#format = submit_id;
  }

  remember(id: string, message: SentMessage): void {
    this.#byId.set(id, message);
    const [oldest] = this.#byId.keys();
    if (this.#byId.size > MOST && oldest !== undefined) this.#byId.delete(oldest);
  }

  of(id: string): SentMessage {
    const written = writtenId(id, this.#format);
    return this.#byId.get(id) ?? { written, source: NO_ADDRESS, destination: NO_ADDRESS };
  }
}
