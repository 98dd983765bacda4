// The elements PDUs are made of (SMPP 3.4 §3.1, §3.2.1). Reading never throws: null where the octets end too early.

export class OctetReader {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, from = 0) {
    this.#bytes = bytes;
    this.#at = from;
  }

  get at(): number {
    return this.#at;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  take(length: number): Uint8Array | null {
    if (length > this.left) return null;
    const taken = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return taken;
  }

  /** Up to the NUL. Some peers leave the NUL of a PDU's last field out. */
  cString(): string | null {
    if (this.left === 0) return null;
    const nul = this.#bytes.indexOf(0, this.#at);
    const end = nul === -1 ? this.#bytes.length : nul;
    const text = latin1(this.#bytes.subarray(this.#at, end));
    this.#at = Math.min(end + 1, this.#bytes.length);
    return text;
  }
}

export const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

export interface Field<T> {
  /** What stands in a response that leaves the field out. */
  readonly initial: T;
  readonly read: (reader: OctetReader) => T | null;
  /** Throws a RangeError where the value does not fit. */
  readonly write: (value: T) => Uint8Array;
}

export const octet: Field<number> = {
  initial: 0,
  read: (reader) => reader.take(1)?.[0] ?? null,
  write(value) {
    if (!Number.isInteger(value) || value < 0 || value > 255)
      throw new RangeError("An octet is from 0 to 255.");
    return Uint8Array.of(value);
  },
};

/** @param most octets with the NUL. Only what is written is held to it: peers are tolerated. */
export const cString = (most: number): Field<string> => ({
  initial: "",
  read: (reader) => reader.cString(),
  write(value) {
    if (!fitsCString(value, most))
      throw new RangeError(
        `A text of this field has at most ${most - 1} octets, none of them NUL.`,
      );
    return Buffer.from(`${value}\0`, "latin1");
  },
});

export const fitsCString = (value: string, most: number): boolean =>
  value.length < most && /^[\x01-\xff]*$/.test(value);

/** sm_length and short_message (§5.2.21, §5.2.22). */
const MOST_SHORT_MESSAGE = 254;
export const shortMessage: Field<Uint8Array> = {
  initial: new Uint8Array(0),
  read(reader) {
    const length = reader.take(1)?.[0];
    return length === undefined ? null : reader.take(length);
  },
  write(value) {
    if (value.length > MOST_SHORT_MESSAGE)
      throw new RangeError(`A short message has at most ${MOST_SHORT_MESSAGE} octets.`);
    return Buffer.concat([Uint8Array.of(value.length), value]);
  },
};
