// Typographic characters that word processors put in, and what says the same in the GSM alphabet.
import { firstNotGsm7, septetsOf } from "./gsm7.ts";
import { segmentsOf } from "./segments.ts";

/** Nothing here changes a word: signs that carry a meaning of their own (™, •, ½, ç) stay as they are. */
const REPLACEMENTS: readonly (readonly [characters: string, by: string])[] = [
  // Apostrophes, single quotation marks, primes, accents that stand alone.
  ["\u2018\u2019\u201a\u201b\u2032\u2035\u02b9\u02bb\u02bc\u02bd\u02c8\u2039\u203a\u0060\u00b4", "'"],
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
    [...characters].map((character) => [character.charCodeAt(0), by] as const),
  ),
);

export interface SmartEncoding {
  readonly body: string;
  /** Each kind once, in order of appearance: `U+2019`. */
  readonly replaced: readonly string[];
}

/**
 * The body in the GSM alphabet, where replacing typographic characters brings all of it there. Letters with combining
 * marks are composed first. Null: it fits already, or something else stands in the way.
 */
export function toGsm7(body: string): SmartEncoding | null {
  if (firstNotGsm7(body) === -1) return null;
  let out = "";
  const composed = body.normalize("NFC");
  for (let index = 0; index < composed.length; index += 1) {
    const unit = composed.charCodeAt(index);
    if (septetsOf(unit) > 0) {
      out += composed.charAt(index);
      continue;
    }
    const by = BY_UNIT.get(unit);
    if (by === undefined) return null;
    out += by;
  }
  return { body: out, replaced: namesOf(body) };
}

/** The same, only where it saves segments. Null: nothing to be saved. */
export function smartEncode(body: string): SmartEncoding | null {
  const replaced = toGsm7(body);
  if (replaced === null) return null;
  const saves = segmentsOf(replaced.body, "gsm7").count < segmentsOf(body, "ucs2").count;
  return saves ? replaced : null;
}

function namesOf(body: string): string[] {
  const others = [...body].filter((character) => septetsOf(character.charCodeAt(0)) === 0);
  return [...new Set(others)].map(
    (character) =>
      `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`,
  );
}
