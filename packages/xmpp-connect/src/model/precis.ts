// The PRECIS profiles that addresses are prepared by (RFC 8264, RFC 8265 §3.3 UsernameCaseMapped, §4.2 OpaqueString), on
// Unicode's own properties as this Node has them. What is not certain to be allowed is refused.

/** RFC 8264 §9.11 LetterDigits; old Hangul jamo (§9.9) and characters without a stable form (§9.17) are taken out below. */
const LETTERS_DIGITS = /^[\p{Ll}\p{Lu}\p{Lo}\p{Nd}\p{Lm}\p{Mn}\p{Mc}]$/u;
const ASCII7 = /^[!-~]$/;
/** Exceptions of RFC 8264 §9.6 that are valid: sharp s, final sigma, Tibetan, ideographic zero. */
const VALID_EXCEPTIONS = new Set("\u00df\u03c2\u06fd\u06fe\u0f0b\u3007");
const DISALLOWED_EXCEPTIONS = new Set(
  "\u0640\u07fa\u302e\u302f\u3031\u3032\u3033\u3034\u3035\u303b",
);
const OLD_JAMO = /^[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb]$/;
/** Join controls and their like need context (RFC 5892 appendix A), which is not looked at here. */
const CONTEXTUAL = new Set("\u00b7\u0375\u05f3\u05f4\u200c\u200d\u30fb");
/** Digits that need context, too. */
const CONTEXTUAL_DIGITS = /^[\u0660-\u0669\u06f0-\u06f9]$/;
const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const LTR = /[A-Za-z\u00c0-\u02af\u0370-\u058f]/;

const stable = (character: string): boolean => character.normalize("NFKC") === character;

/** The name prepared, or null where it holds what the IdentifierClass does not allow. */
export function usernameCaseMapped(name: string): string | null {
  // §3.3.2: width first, then the class: what only case mapping would make a letter (the Kelvin sign) is none.
  const narrow = narrowed(name);
  if (!Array.from(narrow).every(inIdentifierClass)) return null;
  const mapped = narrow.toLowerCase().normalize("NFC");
  if (mapped === "" || (RTL.test(mapped) && LTR.test(mapped))) return null;
  return Array.from(mapped).every(inIdentifierClass) ? mapped : null;
}

/** The text prepared, or null where it is empty or holds control characters and the like. */
export function opaqueString(text: string): string | null {
  const mapped = text.replaceAll(/\p{Zs}/gu, " ").normalize("NFC");
  return mapped !== "" && Array.from(mapped).every(inFreeformClass) ? mapped : null;
}

function inIdentifierClass(character: string): boolean {
  if (VALID_EXCEPTIONS.has(character) || ASCII7.test(character)) return true;
  if (
    DISALLOWED_EXCEPTIONS.has(character) ||
    OLD_JAMO.test(character) ||
    CONTEXTUAL.has(character) ||
    CONTEXTUAL_DIGITS.test(character) ||
    !stable(character)
  ) {
    return false;
  }
  return LETTERS_DIGITS.test(character);
}

/** Everything assigned that is no control, no format character, no surrogate and no noncharacter. */
const inFreeformClass = (character: string): boolean =>
  character === " " || !/^[\p{C}\p{Zl}\p{Zp}]$/u.test(character);

/** Full-width and half-width forms to their ordinary ones (RFC 8265 §3.3.1). */
const narrowed = (name: string): string =>
  name.replaceAll(/[\uff01-\uffee\u3000]/g, (character) => character.normalize("NFKC"));
