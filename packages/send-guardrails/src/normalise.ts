// The forms of a text in which content is looked for. A tripwire: what hides well is not found, and the tests name examples.

/** Code points that show nothing. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** As written, and with compatibility forms folded (NFKC) and invisible characters taken out. */
export function textForms(text: string): readonly string[] {
  const plain = text.normalize("NFKC").replaceAll(INVISIBLE, "");
  return plain === text ? [text] : [text, plain];
}

/** For comparing words: folded, without case, runs of white space as one space. */
export const folded = (text: string): string =>
  (textForms(text).at(-1) ?? "").toLowerCase().replaceAll(/\s+/gu, " ");
