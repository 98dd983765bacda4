import type { Duplex } from "node:stream";
import { Framer, type Frame } from "./framer.ts";

/** Receipts and replies are a few hundred octets; message_payload alone may have 64 KiB. */
const MOST_PDU_OCTETS = 65_536 + 1_024;

export interface LinkHandlers {
  readonly frame: (frame: Frame) => void;
  /** The socket takes octets again. */
  readonly drained: () => void;
  /** Once, at the end. */
  readonly ended: (reason: string) => void;
}

/** One TCP or TLS connection, as PDUs. */
export class Link {
  readonly #socket: Duplex;
  readonly #framer = new Framer(MOST_PDU_OCTETS);
  readonly #handlers: LinkHandlers;
  #full = false;
  #paused = false;
  #corked = false;
  #ended = false;
  #reason = "closed by the SMSC";

  constructor(socket: Duplex, handlers: LinkHandlers) {
    this.#socket = socket;
    this.#handlers = handlers;
    socket.on("data", (chunk: Uint8Array) => {
      this.#framer.push(chunk);
      this.#read();
    });
    socket.on("drain", () => {
      this.#full = false;
      handlers.drained();
    });
    socket.on("error", (error: Error & { code?: string }) => {
      this.#reason = error.code ?? error.name;
    });
    socket.on("end", () => socket.destroy());
    socket.on("close", () => {
      this.#ended = true;
      // Answers may be among what was read before a pause.
      for (let frame = this.#framer.next(); frame !== null; frame = this.#framer.next())
        handlers.frame(frame);
      handlers.ended(this.#reason);
    });
    // It may have closed between connecting and now.
    if (socket.destroyed) queueMicrotask(() => socket.emit("close"));
  }

  /** More may be written without filling memory. */
  get writable(): boolean {
    return !this.#ended && !this.#full && this.#socket.writable;
  }

  get reading(): boolean {
    return !this.#paused;
  }

  /** From here on the octets count as written, whether or not they arrive. */
  write(bytes: Uint8Array): void {
    if (this.#ended || !this.#socket.writable) return;
    this.#cork();
    if (!this.#socket.write(bytes)) this.#full = true;
  }

  /** What is written within one turn leaves together: what a group commit lets go comes all at once. */
  #cork(): void {
    if (this.#corked) return;
    this.#corked = true;
    this.#socket.cork();
    process.nextTick(() => this.#uncork());
  }

  #uncork(): void {
    if (!this.#corked) return;
    this.#corked = false;
    this.#socket.uncork();
  }

  pause(): void {
    this.#paused = true;
    this.#socket.pause();
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#socket.resume();
    // What was read before the pause waits here.
    this.#read();
  }

  /** Ends it once what has been written has left; a peer that does not read it needs `destroy` all the same. */
  end(reason: string): void {
    this.#socket.end(() => this.destroy(reason));
  }

  destroy(reason: string): void {
    if (!this.#socket.destroyed) this.#reason = reason;
    // What was written in this turn has left before: it says why.
    this.#uncork();
    this.#socket.destroy();
  }

  #read(): void {
    while (!this.#paused && !this.#ended && !this.#socket.destroyed) {
      const frame = this.#framer.next();
      if (frame === null) return;
      this.#handlers.frame(frame);
    }
  }
}
