/**
 * A tuple of strings as one string whose code-point order is the tuple's order, so that "starts with this prefix" is a
 * half-open range. Each part ends with U+0001; U+0000–U+0002 and lone surrogates inside a part are escaped with U+0002.
 */
const END = "\u0001";
const ABOVE_END = "\u0002";
const NEEDS_ESCAPE = /[\u0000-\u0002]|\p{Surrogate}/u;
const ESCAPED = /[\u0000-\u0002]|\p{Surrogate}/gu;
const ESCAPES = /\u0002(?:\u0005([0-9a-f]{4})|([\u0002-\u0004]))/g;

/** A text that is looked up: as UTF-8 all lone surrogates would be one character, and two keys one row. */
export const encodeText = (part: string): string =>
  NEEDS_ESCAPE.test(part)
    ? part.replace(ESCAPED, (char) => {
        const code = char.charCodeAt(0);
        return code <= 2
          ? `\u0002${String.fromCharCode(code + 2)}`
          : `\u0002\u0005${code.toString(16).padStart(4, "0")}`;
      })
    : part;

export const decodeText = (part: string): string =>
  part.includes("\u0002")
    ? part.replace(ESCAPES, (_, surrogate: string | undefined, control: string | undefined) =>
        surrogate === undefined
          ? String.fromCharCode((control ?? "\u0002").charCodeAt(0) - 2)
          : String.fromCharCode(Number.parseInt(surrogate, 16)),
      )
    : part;

export const encodeTuple = (parts: readonly string[]): string => {
  let encoded = "";
  for (const part of parts) encoded += encodeText(part) + END;
  return encoded;
};

export const decodeTuple = (encoded: string): string[] =>
  encoded.slice(0, -1).split(END).map(decodeText);

/** Every tuple t with from <= t < below starts with `prefix` and stands after `after`. */
export function tupleRange(
  prefix: readonly string[],
  after: readonly string[] | undefined,
): readonly [from: string, below: string] {
  const start = encodeTuple(prefix);
  const below = start.slice(0, -1) + ABOVE_END;
  if (!after) return [start, below];
  // No encoded character is lower than END, so this is the least string above `after`.
  const from = encodeTuple(after) + END;
  if (from.startsWith(start)) return [from, below];
  return Buffer.compare(Buffer.from(from), Buffer.from(start)) < 0
    ? [start, below]
    : [below, below];
}
