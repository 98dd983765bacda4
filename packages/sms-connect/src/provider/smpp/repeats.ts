import type { Instant } from "@underclaim/runtime";
import { spanOf } from "../../native/smpp/arrival.ts";

/** An answer that was written this shortly before the connection ended may not have reached the SMSC. */
const DOUBTFUL_MS = 60_000;

/** How often each message was answered in the present span (`ANSWERED_BEFORE`). Forgotten with the process. */
export class Repeats {
  #span = Number.NaN;
  #answers = new Map<string, readonly Instant[]>();

  answeredBefore(content: string, at: Instant): number {
    return spanOf(at) === this.#span ? (this.#answers.get(content)?.length ?? 0) : 0;
  }

  /** @param receivedAt when the message came: of that span it is */
  answered(content: string, receivedAt: Instant, now: Instant): void {
    const span = spanOf(receivedAt);
    if (span !== this.#span) {
      if (span < this.#span) return;
      this.#span = span;
      this.#answers = new Map();
    }
    this.#answers.set(content, [...(this.#answers.get(content) ?? []), now]);
  }

  connectionEnded(now: Instant): void {
    for (const [content, times] of this.#answers) {
      const certain = times.filter((at) => at <= now - DOUBTFUL_MS);
      if (certain.length === 0) this.#answers.delete(content);
      else this.#answers.set(content, certain);
    }
  }
}
