// The same lines as `nginx.ts` reads, from their bytes: what is plain is read here, in one go and without making text of it.
import { timeLocal } from "./nginx.ts";

const NEWLINE = 10;
const SPACE = 32;
const QUOTE = 34;
const HASH = 35;
const SLASH = 47;
const ZERO = 48;
const COLON = 58;
const QUESTION = 63;
const OPEN = 91;
const CLOSE = 93;
const GET = 0x47_45_54;
const HEAD = 0x48_45_41_44;

/** `10/Oct/2026:13:55:36 +0200` */
const TIME = /^\d{2}\/[A-Z][a-z]{2}\/\d{4}(?::\d{2}){3} [+-]\d{4}$/;
const TIME_LENGTH = 26;
/** `[` before it, `] "` behind it. */
const BEHIND_TIME = 1 + TIME_LENGTH + 3;

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
  /** What is read from now on. A line feed ends it. */
  begin(bytes: Uint8Array): void;
  /**
   * The request of the line that begins at `from`: how far it was read, or -1 where the line is not plain. Then `nginx.ts` says
   * what it is.
   */
  request(from: number): number;
  /** The rest of that line, which ends at `end`; false: it is not plain. */
  rest(end: number): boolean;
}

export function nginxBytes(): NginxBytes {
  let bytes: Uint8Array = new Uint8Array();
  let view: DataView = new DataView(bytes.buffer);
  let requestAt = 0;
  let requestEnd = 0;
  let methodEnd = 0;
  /** The time of the line before, four bytes each: many lines in a row are of one second, or of the same ten minutes. At first none equals it. */
  const last = { day: Number.NaN, month: 0, year: 0, hour: 0, second: 0, zone: 0, end: 0 };
  const time = { at: Number.NaN, ofTenMinutes: Number.NaN };

  /** False: it is none. */
  function readTime(at: number): boolean {
    const tens =
      view.getInt32(at) === last.day &&
      view.getInt32(at + 4) === last.month &&
      view.getInt32(at + 8) === last.year &&
      view.getInt32(at + 12) === last.hour &&
      view.getInt32(at + 20) === last.zone &&
      view.getInt16(at + 24) === last.end;
    const now = view.getInt32(at + 16);
    if (tens && now === last.second) return true;
    const minutes = digitAt(bytes, at + 16);
    const seconds = twoDigits(bytes, at + 18);
    if (minutes < 0 || seconds < 0 || bytes[at + 17] !== COLON) return false;
    const within = minutes * 60_000 + seconds * 1_000;
    if (!tens) {
      const text = Buffer.from(bytes.subarray(at, at + TIME_LENGTH)).toString("latin1");
      const local = TIME.test(text) ? timeLocal(text) : Number.NaN;
      if (Number.isNaN(local)) return false;
      last.day = view.getInt32(at);
      last.month = view.getInt32(at + 4);
      last.year = view.getInt32(at + 8);
      last.hour = view.getInt32(at + 12);
      last.zone = view.getInt32(at + 20);
      last.end = view.getInt16(at + 24);
      time.ofTenMinutes = local - within;
    }
    last.second = now;
    time.at = time.ofTenMinutes + within;
    return true;
  }

  return {
    pathAt: 0,
    pathEnd: 0,
    at: 0,
    status: 0,
    method: null,
    agentAt: 0,
    agentEnd: 0,
    begin(next) {
      bytes = next;
      view = new DataView(next.buffer, next.byteOffset, next.byteLength);
    },
    request(from) {
      let at = from;
      let byte = bytes[at];
      while (byte !== OPEN && byte !== QUOTE && byte !== NEWLINE) byte = bytes[(at += 1)];
      const opened = at;
      at += BEHIND_TIME;
      if (byte !== OPEN || at >= bytes.length || bytes[at - 1] !== QUOTE) return -1;
      if (bytes[at - 2] !== SPACE || bytes[at - 3] !== CLOSE || !readTime(opened + 1)) return -1;
      requestAt = at;
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
    rest(lineEnd) {
      this.at = time.at;
      this.status = statusAt(bytes, requestEnd + 2);
      if (this.status < 0) return false;
      let at = lineEnd - 1;
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

/** Its number, or one below 0. */
function digitAt(bytes: Uint8Array, at: number): number {
  const digit = (bytes[at] ?? 0) - ZERO;
  return digit > 9 ? -1 : digit;
}

/** Their number, or -1. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = digitAt(bytes, at);
  const ones = digitAt(bytes, at + 1);
  return tens >= 0 && ones >= 0 ? tens * 10 + ones : -1;
}

/** Three digits and a space, or -1. */
function statusAt(bytes: Uint8Array, at: number): number {
  const hundreds = digitAt(bytes, at);
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
