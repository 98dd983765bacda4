// The same lines as `nginx.ts` reads, from their bytes: what is plain is read here, in one go and without making text of it.
import { timeLocal } from "./nginx.ts";

const NEWLINE = 10;
const SPACE = 32;
const QUOTE = 34;
const HASH = 35;
const SLASH = 47;
const ZERO = 48;
const QUESTION = 63;
const BRACKET = 93;
const TIME_LENGTH = 26;
/** Within `10/Oct/2026:13:55:36 +0200`. */
const SECONDS_AT = 18;
const GET = 0x47_45_54;
const HEAD = 0x48_45_41_44;

/** Reads one line after the other; what it says of one is overwritten by the next. */
export interface NginxBytes {
  /** Where the path stands; its end is not part of it. */
  pathAt: number;
  pathEnd: number;
  at: number;
  status: number;
  /** GET or HEAD; null: another. */
  method: "GET" | "HEAD" | null;
  agentAt: number;
  agentEnd: number;
  /**
   * The request of the line that begins at `from`: how far it was read, or -1 where the line is not plain. Then `nginx.ts` says
   * what it is. A line feed ends the bytes.
   */
  request(bytes: Uint8Array, from: number): number;
  /** The rest of that line, which ends at `end`; false: it is not plain. */
  rest(bytes: Uint8Array, end: number): boolean;
}

export function nginxBytes(): NginxBytes {
  let requestAt = 0;
  let requestEnd = 0;
  let methodEnd = 0;
  const minute = new Uint8Array(TIME_LENGTH);
  let minuteAt = Number.NaN;

  /** Many lines in a row are of one minute. */
  function timeOf(bytes: Uint8Array, at: number): number {
    const seconds = twoDigits(bytes, at + SECONDS_AT);
    if (seconds < 0) return Number.NaN;
    for (let index = 0; index < TIME_LENGTH; index += 1) {
      if (index === SECONDS_AT) index += 2;
      if (bytes[at + index] !== minute[index]) {
        const time = bytes.subarray(at, at + TIME_LENGTH);
        minute.set(time);
        minuteAt = timeLocal(Buffer.from(time).toString("latin1")) - seconds * 1_000;
        break;
      }
    }
    return minuteAt + seconds * 1_000;
  }

  return {
    pathAt: 0,
    pathEnd: 0,
    at: 0,
    status: 0,
    method: null,
    agentAt: 0,
    agentEnd: 0,
    request(bytes, from) {
      let at = from;
      let byte = bytes[at];
      while (byte !== QUOTE && byte !== NEWLINE) byte = bytes[(at += 1)];
      if (byte === NEWLINE || at - from < TIME_LENGTH + 2) return -1;
      if (bytes[at - 1] !== SPACE || bytes[at - 2] !== BRACKET) return -1;
      requestAt = at += 1;
      byte = bytes[at];
      while (byte !== SPACE && byte !== QUOTE && byte !== NEWLINE) byte = bytes[(at += 1)];
      if (byte !== SPACE || bytes[at + 1] !== SLASH) return -1;
      methodEnd = at;
      this.pathAt = at += 1;
      byte = bytes[at];
      while (byte !== SPACE && byte !== QUESTION && byte !== HASH) {
        if (byte === QUOTE || byte === NEWLINE) return -1;
        byte = bytes[(at += 1)];
      }
      this.pathEnd = at;
      while (byte !== QUOTE && byte !== NEWLINE) byte = bytes[(at += 1)];
      if (byte !== QUOTE || bytes[at + 1] !== SPACE) return -1;
      requestEnd = at;
      return at + 2;
    },
    rest(bytes, end) {
      const close = requestAt - 3;
      this.at = timeOf(bytes, close - TIME_LENGTH);
      if (Number.isNaN(this.at)) return false;
      this.status = statusAt(bytes, requestEnd + 2);
      if (this.status < 0) return false;
      let at = end - 1;
      while (bytes[at] !== QUOTE) at -= 1;
      this.agentEnd = at;
      at -= 1;
      while (bytes[at] !== QUOTE) at -= 1;
      this.agentAt = at + 1;
      if (this.agentAt <= requestEnd + 5) return false;
      this.method = methodOf(bytes, requestAt, methodEnd);
      return true;
    },
  };
}

/** Their number, or -1. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - ZERO;
  const ones = (bytes[at + 1] ?? 0) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

/** Three digits and a space, or -1. */
function statusAt(bytes: Uint8Array, at: number): number {
  const hundreds = (bytes[at] ?? 0) - ZERO;
  const rest = twoDigits(bytes, at + 1);
  const plain = hundreds >= 1 && hundreds <= 5 && rest >= 0 && bytes[at + 3] === SPACE;
  return plain ? hundreds * 100 + rest : -1;
}

function methodOf(bytes: Uint8Array, from: number, end: number): NginxBytes["method"] {
  if (end - from < 3 || end - from > 4) return null;
  let word = 0;
  for (let at = from; at < end; at += 1) word = (word << 8) | (bytes[at] ?? 0);
  return word === GET ? "GET" : word === HEAD ? "HEAD" : null;
}
