/**
 * V8 keeps a concatenation, a template or a slice as a tree or a view of other texts, and `JSON.stringify` leaves its fast
 * path for each: an event that holds a few takes more than twice as long. `join` makes one run of characters at once.
 */

/** The parts with the separator between them, as one run of characters. */
export const joined = (separator: string, ...parts: readonly string[]): string =>
  parts.join(separator);

/** The same text as one run of characters. */
export const flat = (text: string): string => [text.slice(0, 1), text.slice(1)].join("");
