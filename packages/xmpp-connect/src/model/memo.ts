/** Beyond this a text is no address. */
const MOST_LENGTH = 256;
const MOST_ENTRIES = 4_096;

/** A pure function of a text that remembers its last answers: the same few addresses are read over and over. */
export function memo<T>(make: (text: string) => T): (text: string) => T {
  let newest = new Map<string, T>();
  let older = new Map<string, T>();
  return (text) => {
    const known = newest.get(text);
    if (known !== undefined) return known;
    const made = older.get(text) ?? make(text);
    if (text.length > MOST_LENGTH) return made;
    // Half of it is forgotten at a time: what is in use stays.
    if (newest.size >= MOST_ENTRIES / 2) {
      older = newest;
      newest = new Map();
    }
    newest.set(text, made);
    return made;
  };
}
