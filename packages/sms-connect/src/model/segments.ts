// How a body is cut into segments (SmsAdapterSpecification §8.3, §22). 3GPP TS 23.040 §9.2.3.24.1: 140 octets a segment, of
// which a concatenation header takes six.
import type { SmsEncoding } from "../provider/port.ts";
import { firstNotGsm7, notGsm7, septetsOf } from "./gsm7.ts";

/** In septets, and in UTF-16 code units. */
const LIMITS = {
  gsm7: { single: 160, part: 153 },
  ucs2: { single: 70, part: 67 },
} as const satisfies Record<SmsEncoding, { single: number; part: number }>;

export interface Segmentation {
  readonly encoding: SmsEncoding;
  /** Septets (gsm7, escapes counted) or UTF-16 code units (ucs2) of the whole body, without headers. */
  readonly units: number;
  /** Of the same units: 160 or 70 for one segment, 153 or 67 for each of several. */
  readonly perSegmentLimit: number;
  /** At least 1. Can be one more than the units need, where an escape or a surrogate pair would have been cut. */
  readonly count: number;
}

/** The cheaper encoding that carries the body as it is. */
export const encodingOf = (body: string): SmsEncoding =>
  firstNotGsm7(body) === -1 ? "gsm7" : "ucs2";

/** Throws a RangeError where the body does not fit the encoding (`encodingOf`). */
export function segmentsOf(body: string, encoding: SmsEncoding): Segmentation {
  const { single, part } = LIMITS[encoding];
  const units = unitsOf(body, encoding);
  if (units <= single) return { encoding, units, perSegmentLimit: single, count: 1 };
  return { encoding, units, perSegmentLimit: part, count: cuts(body, encoding, part).length + 1 };
}

/** The parts in order: joined they are the body, and no escape or surrogate pair is cut. Throws as `segmentsOf` does. */
export function splitBody(body: string, encoding: SmsEncoding): string[] {
  const { single, part } = LIMITS[encoding];
  if (unitsOf(body, encoding) <= single) return [body];
  const at = cuts(body, encoding, part);
  return [...at, body.length].map((end, index) => body.slice(at[index - 1] ?? 0, end));
}

function unitsOf(body: string, encoding: SmsEncoding): number {
  if (encoding === "ucs2") return body.length;
  let septets = 0;
  for (let index = 0; index < body.length; index += 1) {
    const cost = septetsOf(body.charCodeAt(index));
    if (cost === 0) throw notGsm7(index);
    septets += cost;
  }
  return septets;
}

/** Where each part but the first begins. */
function cuts(body: string, encoding: SmsEncoding, limit: number): number[] {
  return encoding === "ucs2" ? ucs2Cuts(body, limit) : gsm7Cuts(body, limit);
}

function ucs2Cuts(body: string, limit: number): number[] {
  const at: number[] = [];
  for (let next = limit; next < body.length; next += limit) {
    const unit = body.charCodeAt(next);
    const before = body.charCodeAt(next - 1);
    const inPair = unit >= 0xdc00 && unit <= 0xdfff && before >= 0xd800 && before <= 0xdbff;
    if (inPair) next -= 1;
    at.push(next);
  }
  return at;
}

function gsm7Cuts(body: string, limit: number): number[] {
  const at: number[] = [];
  let used = 0;
  for (let index = 0; index < body.length; index += 1) {
    const cost = septetsOf(body.charCodeAt(index));
    if (used + cost > limit) {
      at.push(index);
      used = 0;
    }
    used += cost;
  }
  return at;
}
