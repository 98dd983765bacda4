// XML 1.0 (fifth edition) §2.2 Char: what may stand in a document at all, escaped or not.
import type { RssFailSubclass } from "./assessment.ts";
import type { ValidationProblem } from "./problem.ts";

export interface IllegalCharacter {
  /** Offset in UTF-16 code units. */
  readonly index: number;
  readonly codePoint: number;
  readonly name: string;
}

const CONTROL_NAMES = (
  "NULL,START OF HEADING,START OF TEXT,END OF TEXT,END OF TRANSMISSION,ENQUIRY,ACKNOWLEDGE,BELL," +
  "BACKSPACE,TAB,LINE FEED,LINE TABULATION,FORM FEED,CARRIAGE RETURN,SHIFT OUT,SHIFT IN," +
  "DATA LINK ESCAPE,DEVICE CONTROL ONE,DEVICE CONTROL TWO,DEVICE CONTROL THREE," +
  "DEVICE CONTROL FOUR,NEGATIVE ACKNOWLEDGE,SYNCHRONOUS IDLE,END OF TRANSMISSION BLOCK,CANCEL," +
  "END OF MEDIUM,SUBSTITUTE,ESCAPE,INFORMATION SEPARATOR FOUR,INFORMATION SEPARATOR THREE," +
  "INFORMATION SEPARATOR TWO,INFORMATION SEPARATOR ONE"
).split(",");

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

const nameOf = (unit: number): string => {
  const code = `U+${unit.toString(16).toUpperCase().padStart(4, "0")}`;
  if (isHigh(unit)) return `${code} lone high surrogate`;
  if (isLow(unit)) return `${code} lone low surrogate`;
  return `${code} ${CONTROL_NAMES[unit] ?? "noncharacter"}`;
};

/** Every character of `text` that XML 1.0 forbids, in order. Tab, LF and CR are legal. */
export const illegalXmlCharacters = (text: string): IllegalCharacter[] => {
  const found: IllegalCharacter[] = [];
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (isHigh(unit) && isLow(text.charCodeAt(index + 1))) {
      index++;
      continue;
    }
    const control = unit < 0x20 && unit !== 0x09 && unit !== 0x0a && unit !== 0x0d;
    const illegal = control || (unit >= 0xd800 && unit <= 0xdfff) || unit >= 0xfffe;
    if (illegal) found.push({ index, codePoint: unit, name: nameOf(unit) });
  }
  return found;
};

/** A refusal that names field, position and code point of the first; never a silent removal. */
export const characterProblems = (
  text: string,
  field: string,
  subclass: RssFailSubclass = "fail.feed_invalid",
): ValidationProblem[] => {
  const found = illegalXmlCharacters(text);
  const [first] = found;
  if (first === undefined) return [];
  const more = found.length > 1 ? ` and ${found.length - 1} more` : "";
  return [
    {
      rule: "xml_character",
      subclass,
      field,
      value: first.name,
      message: `${field} holds ${first.name} at position ${first.index}${more}, which no XML 1.0 document can carry.`,
      remedy: "Remove or replace the character and send the item again.",
    },
  ];
};

const isWhite = (unit: number): boolean =>
  unit === 0x20 || unit === 0x09 || unit === 0x0a || unit === 0x0d;

/**
 * Without XML white space at its ends. Not `trim()`: that would drop vertical tabs and form feeds,
 * which are to be refused; a loop, because a pattern ending in "+$" is quadratic.
 */
export const trimWhite = (text: string): string => {
  let [start, end] = [0, text.length];
  while (start < end && isWhite(text.charCodeAt(start))) start++;
  while (end > start && isWhite(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
};

/** One line of plain text: runs of XML white space become one space, none at the ends. */
export const singleLine = (text: string): string => trimWhite(text.replaceAll(/[\t\n\r ]+/g, " "));

/** XML readers turn CR LF and CR into LF (XML 1.0 §2.11), so this is what they would see. */
export const normaliseLineEnds = (text: string): string => text.replaceAll(/\r\n?/g, "\n");

export const escapeHtml = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
