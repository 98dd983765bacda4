import type { EvidenceEvent } from "@underclaim/contract";

/** Follows the evidence stream as an engine does: from where it stands, whichever process serves it. */
export class LedgerReader {
  readonly events: EvidenceEvent[] = [];
  #cursor = "";

  /** Resolves when the condition holds; rejects where the stream ends before. */
  async follow(url: string, enough: (events: readonly EvidenceEvent[]) => boolean): Promise<void> {
    const ended = new AbortController();
    const response = await fetch(`${url}/adapter/events/stream`, {
      headers: this.#cursor === "" ? {} : { "last-event-id": this.#cursor },
      signal: ended.signal,
    });
    if (response.status !== 200 || response.body === null)
      throw new Error(`The stream was answered ${response.status}.`);
    let text = "";
    const chunks = response.body.pipeThrough(new TextDecoderStream());
    try {
      if (enough(this.events)) return;
      for await (const chunk of chunks) {
        const messages = (text + chunk).split("\n\n");
        text = messages.pop() ?? "";
        messages.forEach((message) => this.#take(message));
        if (enough(this.events)) return;
      }
    } finally {
      ended.abort();
    }
    throw new Error(`The stream ended after ${this.events.length} events.`);
  }

  #take(message: string): void {
    const data = /^data: ?(.*)$/m.exec(message)?.[1];
    if (data === undefined) return;
    this.#cursor = /^id: ?(.*)$/m.exec(message)?.[1] ?? this.#cursor;
    this.events.push(JSON.parse(data) as EvidenceEvent);
  }
}

export const ofType = (events: readonly EvidenceEvent[], type: string): EvidenceEvent[] =>
  events.filter(({ event_type }) => event_type === type);
