// The forms of a text in which content is looked for. A tripwire: what hides well is not found, and the tests name examples.

/** Code points that show nothing. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** As written, and with compatibility forms folded (NFKC) and invisible characters taken out. */
export function textForms(text: string): readonly string[] {
  // Composed anew: a mark may have been kept from its letter by what was taken out.
  const plain = text.normalize("NFKC").replaceAll(INVISIBLE, "").normalize("NFKC");
  return plain === text ? [text] : [text, plain];
}

/** For comparing words: folded, without case, runs of white space as one space. */
export const folded = (text: string): string =>
  Array.from(textForms(text).at(-1) ?? "", (each) => each.toUpperCase().toLowerCase())
    .join("")
    .replaceAll(/\s+/gu, " ");
