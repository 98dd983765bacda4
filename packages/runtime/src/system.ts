import { randomBytes } from "node:crypto";
import { joined } from "./flat-text.ts";
import type { Clock, Ids, Instant } from "./time-and-ids.ts";

/** setTimeout cannot wait longer; longer waits are made of several. */
const LONGEST_TIMEOUT_MS = 2_000_000_000;

/** The machine's clock. Its timers keep no process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  wakeAt(at, callback) {
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const wait = at - Date.now();
      timer = setTimeout(
        () => (at > Date.now() ? arm() : callback()),
        Math.min(Math.max(wait, 0), LONGEST_TIMEOUT_MS),
      );
      timer.unref();
    };
    arm();
    return () => clearTimeout(timer);
  },
};

/** In the order of their characters' codes: an identifier that begins with a later time sorts after one with an earlier. */
const ALPHABET = "0123456789abcdefghijklmnopqrstuv";
const TIME_BYTES = 6;
const ID_BYTES = 16;

/**
 * `<prefix>_<26 characters>`: 128 bits, of which the first 48 are the time in milliseconds where a clock is given. So the
 * indexes of a store grow at one end: a random key would cost a page of its write-ahead log for each index it stands in.
 *
 * @param random the given number of random bytes
 */
export function idsFrom(random: (bytes: number) => Uint8Array, now?: () => Instant): Ids {
  const bytes = new Uint8Array(ID_BYTES);
  const text = Buffer.alloc(Math.ceil((ID_BYTES * 8) / 5));
  return {
    next(prefix) {
      if (now === undefined) bytes.set(random(ID_BYTES));
      else {
        let time = now();
        for (let at = TIME_BYTES - 1; at >= 0; at -= 1) {
          bytes[at] = time % 256;
          time = Math.floor(time / 256);
        }
        bytes.set(random(ID_BYTES - TIME_BYTES), TIME_BYTES);
      }
      let length = 0;
      let buffer = 0;
      let bits = 0;
      for (const byte of bytes) {
        buffer = ((buffer << 8) | byte) & 0xffff;
        bits += 8;
        while (bits >= 5) {
          bits -= 5;
          text[length++] = ALPHABET.charCodeAt((buffer >> bits) & 31);
        }
      }
      text[length] = ALPHABET.charCodeAt((buffer << (5 - bits)) & 31);
      return joined("_", prefix, text.toString("latin1"));
    },
  };
}

const POOL_BYTES = 4_096;

/** Random bytes, fetched from the system many at a time; none is handed out twice. */
function pooled(): (bytes: number) => Uint8Array {
  let pool = new Uint8Array(0);
  return (bytes) => {
    if (pool.length < bytes) pool = randomBytes(POOL_BYTES);
    const taken = pool.subarray(0, bytes);
    pool = pool.subarray(bytes);
    return taken;
  };
}

export const randomIds: Ids = idsFrom(pooled(), Date.now);
