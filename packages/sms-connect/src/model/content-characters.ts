// Which characters an SMS can carry at all.
import { firstNotGsm7 } from "./gsm7.ts";

/**
 * Line feed, carriage return and form feed are in the GSM alphabet; a tab is not, and goes as UCS-2. Every other control
 * character, C1 and noncharacters are shown by no handset and changed by some networks.
 */
const REFUSED = /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f]|\p{Noncharacter_Code_Point}/u;
const VISIBLE = /[^\s\p{Default_Ignorable_Code_Point}]/u;

/** Why the text cannot be sent in any encoding; null: it can. */
export function charactersProblem(body: string): string | null {
  if (!VISIBLE.test(body)) return "The message has no text.";
  if (firstNotGsm7(body) === -1) return null;
  if (!body.isWellFormed()) return "The message holds half a surrogate pair.";
  const found = REFUSED.exec(body);
  if (found === null) return null;
  return `The message holds ${codePoint(body, found.index)} at ${found.index}, which no SMS can carry. Leave it out.`;
}

/** `U+2019`. */
export const codePoint = (text: string, index: number): string =>
  `U+${(text.codePointAt(index) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
