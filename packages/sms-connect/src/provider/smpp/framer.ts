import { HEADER_OCTETS, headerOf } from "./pdu.ts";

export type Frame =
  | { readonly kind: "pdu"; readonly bytes: Uint8Array }
  /** A length that no PDU has: where the next one begins is not known any more. */
  | { readonly kind: "invalid"; readonly length: number; readonly sequence: number };

/** Cuts a stream of octets into PDUs (SMPP 3.4 §3.2.2). */
export class Framer {
  readonly #most: number;
  #chunks: Uint8Array[] = [];
  #held = 0;
  #broken = false;

  /** @param most octets of a PDU */
  constructor(most: number) {
    this.#most = most;
  }

  push(chunk: Uint8Array): void {
    if (this.#broken || chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#held += chunk.length;
  }

  /** The next PDU, or null until more octets have come. After an invalid one there is nothing more. */
  next(): Frame | null {
    if (this.#held < 4 || this.#broken) return null;
    const length = this.#length();
    if (length < HEADER_OCTETS || length > this.#most) {
      const sequence = headerOf(this.#joined()).sequence;
      this.#broken = true;
      this.#chunks = [];
      return { kind: "invalid", length, sequence };
    }
    if (this.#held < length) return null;
    const all = this.#joined();
    this.#held -= length;
    this.#chunks = this.#held === 0 ? [] : [all.subarray(length)];
    return { kind: "pdu", bytes: all.subarray(0, length) };
  }

  #length(): number {
    const first = this.#chunks[0] ?? new Uint8Array(0);
    const start = first.length >= 4 ? first : this.#joined();
    return new DataView(start.buffer, start.byteOffset, start.byteLength).getUint32(0);
  }

  #joined(): Uint8Array {
    const [only] = this.#chunks;
    if (only !== undefined && this.#chunks.length === 1) return only;
    const all = Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }
}
