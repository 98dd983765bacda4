// Typographic characters that word processors put in, and what says the same in the GSM alphabet.
import { codePoint } from "./content-characters.ts";
import { firstNotGsm7 } from "./gsm7.ts";
import { segmentsOf } from "./segments.ts";

/** Nothing here changes a word: signs that carry a meaning of their own (™, •, ½, ç) stay as they are. */
const REPLACEMENTS: readonly (readonly [characters: string, by: string])[] = [
  // Apostrophes, single quotation marks, primes, accents that stand alone.
  [
    "\u2018\u2019\u201a\u201b\u2032\u2035\u02b9\u02bb\u02bc\u02bd\u02c8\u2039\u203a\u0060\u00b4",
    "'",
  ],
  ["\u201c\u201d\u201e\u201f\u2033\u2036\u02ba\u02ee\u00ab\u00bb\u301d\u301e", '"'],
  // Hyphens, dashes, minus.
  ["\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63", "-"],
  ["\u2026", "..."],
  ["\u2044\u2215", "/"],
  ["\u02c6", "^"],
  ["\u02dc\u223c", "~"],
  // Spaces.
  [
    "\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
    " ",
  ],
  ["\u2028\u2029", "\n"],
  // Of no width: joiners, soft hyphen, marks of direction, variation selectors. None does anything to Latin or Greek text.
  ["\u00ad\u200b\u200c\u200d\u2060\ufeff", ""],
  ["\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufe0e\ufe0f", ""],
  ["\ufb00", "ff"],
  ["\ufb01", "fi"],
  ["\ufb02", "fl"],
  ["\ufb03", "ffi"],
  ["\ufb04", "ffl"],
];

const BY_UNIT = new Map(
  REPLACEMENTS.flatMap(([characters, by]) =>
    Array.from(characters, (character) => [character.charCodeAt(0), by] as const),
  ),
);

export interface SmartEncoding {
  readonly body: string;
  /** Each kind once, in order of appearance: `U+2019`. */
  readonly replaced: readonly string[];
}

/** Combining marks, and signs that are only another code of a character (Å of ångström, Ω of ohm, K of kelvin). */
const COMPOSED = /[\u0300-\u036f\u037e\u1fef\u1ffd\u2126\u212a\u212b]/;

/**
 * The body in the GSM alphabet, where replacing typographic characters brings all of it there. Letters with combining
 * marks are composed first. Null: it fits already, or something else stands in the way.
 */
export function toGsm7(body: string): SmartEncoding | null {
  const first = firstNotGsm7(body);
  if (first === -1 || !isReplaceable(body, first)) return null;
  const composed = COMPOSED.test(body) ? body.normalize("NFC") : body;
  let out = "";
  let from = 0;
  for (let next = firstNotGsm7(composed); next !== -1; next = firstNotGsm7(composed, from)) {
    const by = BY_UNIT.get(composed.charCodeAt(next));
    if (by === undefined) return null;
    out += composed.slice(from, next) + by;
    from = next + 1;
  }
  return { body: out + composed.slice(from), replaced: namesOf(body) };
}

/** Whether the one character does not stand in the way by itself. */
const isReplaceable = (body: string, index: number): boolean =>
  BY_UNIT.has(body.charCodeAt(index)) || COMPOSED.test(body.charAt(index));

/** The same, only where it saves segments. Null: nothing to be saved. */
export function smartEncode(body: string): SmartEncoding | null {
  const { count } = segmentsOf(body, "ucs2");
  const replaced = count === 1 ? null : toGsm7(body);
  if (replaced === null) return null;
  return segmentsOf(replaced.body, "gsm7").count < count ? replaced : null;
}

function namesOf(body: string): string[] {
  const names = new Set<string>();
  for (let next = firstNotGsm7(body); next !== -1; next = firstNotGsm7(body, next + 1))
    names.add(codePoint(body, next));
  return [...names];
}
