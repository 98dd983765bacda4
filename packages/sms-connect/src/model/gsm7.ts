// 3GPP TS 23.038 §6.2.1: the GSM 7 bit default alphabet and its extension table, one septet to an octet, as SMPP carries it.

const ESCAPE = 0x1b;

/** By code. ESCAPE stands where the way to the extension table is. */
const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ" +
  " !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§" +
  "¿abcdefghijklmnopqrstuvwxyzäöñüà";

/** Each takes two septets: the escape and this code. */
const EXTENSION: readonly (readonly [code: number, character: string])[] = [
  [0x0a, "\f"],
  [0x14, "^"],
  [0x28, "{"],
  [0x29, "}"],
  [0x2f, "\\"],
  [0x3c, "["],
  [0x3d, "~"],
  [0x3e, "]"],
  [0x40, "|"],
  [0x65, "€"],
];

const PRESENT = 0x80;
const EXTENDED = 0x100;
/** By UTF-16 code unit, up to the last that the alphabet has (€): 0 = not in it, else its code and these two marks. */
const ENTRIES = new Uint16Array("€".charCodeAt(0) + 1);
for (const [code, character] of Array.from(BASIC).entries())
  if (code !== ESCAPE) ENTRIES[character.charCodeAt(0)] = PRESENT | code;
for (const [code, character] of EXTENSION)
  ENTRIES[character.charCodeAt(0)] = PRESENT | EXTENDED | code;

const EXTENSION_CHARACTERS = new Map(EXTENSION);

/** Septets of a UTF-16 code unit in the alphabet: 1, 2 with the escape, or 0 where it is not in it. */
export const septetsOf = (unit: number): 0 | 1 | 2 => {
  const entry = ENTRIES[unit] ?? 0;
  if (entry === 0) return 0;
  return entry < EXTENDED ? 1 : 2;
};

/** Offset in UTF-16 code units of the first character, from an offset on, that the alphabet has not; -1: it has all. */
export function firstNotGsm7(body: string, from = 0): number {
  for (let index = from; index < body.length; index += 1)
    if ((ENTRIES[body.charCodeAt(index)] ?? 0) === 0) return index;
  return -1;
}

/** For callers that have not asked whether the body fits. Names the character's place, not the text. */
export const notGsm7 = (index: number): RangeError =>
  new RangeError(
    `The character at ${index} is not in the GSM 7 bit alphabet: ask encodingOf first.`,
  );

/** One octet a septet, the escape before those of the extension table. Throws where the body does not fit (`encodingOf`). */
export function encodeGsm7(body: string): Uint8Array<ArrayBuffer> {
  const septets = new Uint8Array(body.length * 2);
  let length = 0;
  for (let index = 0; index < body.length; index += 1) {
    const entry = ENTRIES[body.charCodeAt(index)] ?? 0;
    if (entry === 0) throw notGsm7(index);
    if (entry >= EXTENDED) septets[length++] = ESCAPE;
    septets[length++] = entry & 0x7f;
  }
  return septets.slice(0, length);
}

/**
 * Total: as 3GPP TS 23.038 has a handset show it, an escape before a code that the extension table has not shows that code
 * of the default alphabet, and an escape before another, or at the end, a space. An octet above 0x7f is U+FFFD.
 */
export function decodeGsm7(octets: Uint8Array): string {
  let text = "";
  for (let index = 0; index < octets.length; index += 1) {
    const octet = octets[index] ?? 0;
    if (octet !== ESCAPE) {
      text += BASIC[octet] ?? "\ufffd";
      continue;
    }
    const next = octets[index + 1];
    if (next === undefined || next === ESCAPE) text += " ";
    else text += EXTENSION_CHARACTERS.get(next) ?? BASIC[next] ?? "\ufffd";
    index += 1;
  }
  return text;
}
