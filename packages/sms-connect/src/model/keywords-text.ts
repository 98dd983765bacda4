// How the text of a reply is made comparable. Nothing of it is kept.

const LINE_ENDS_AND_TABS = /[\t\n\v\f\r\u0085\p{Zl}\p{Zp}]+/gu;
/** Controls, marks of direction, joiners, halves of surrogate pairs: they have no place in a word and may hide one. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}]/gu;

/** The body without what cannot be seen, on one line (SmsAdapterSpecification §27 "sanitize inbound SMS bodies"). */
export const sanitised = (body: string): string =>
  body.replace(LINE_ENDS_AND_TABS, " ").replace(INVISIBLE, "");

/** Without regard to case, width of letters, and how spaces are set. */
export const folded = (text: string): string =>
  sanitised(text).normalize("NFKC").toUpperCase().normalize("NFKC").replace(/\s+/gu, " ").trim();

interface ComparableReply {
  /** As it is, folded. */
  readonly whole: string;
  /** Without quotation marks around it and punctuation after it. */
  readonly bare: string;
  /** A question mark was among what was taken off. */
  readonly asks: boolean;
}

const QUOTES_BEFORE = /^[\p{Pi}\p{Pf}\p{Ps}"'`´\s]+/u;
const PUNCTUATION = /[\p{P}`´\s]/u;

export function comparable(body: string): ComparableReply {
  const whole = folded(body);
  const opened = whole.replace(QUOTES_BEFORE, "");
  // By hand: an expression that looks for the end anew from every mark takes the square of a long body's time.
  let end = opened.length;
  while (end > 0 && PUNCTUATION.test(opened.charAt(end - 1))) end -= 1;
  return { whole, bare: opened.slice(0, end), asks: /[?؟]/u.test(opened.slice(end)) };
}

/** Words, accents taken off. */
export const wordsOf = (foldedText: string): readonly string[] =>
  foldedText
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .match(/[\p{L}\p{N}]+/gu) ?? [];
