export interface MemoBounds {
  /** At most so many answers are remembered. Default: 4,096. */
  readonly most?: number;
}

/** A longer text is asked anew each time, in UTF-16 units. */
const LONGEST = 256;

/**
 * A pure function of a text that remembers its last answers: the same few are asked for over and over. In memory only; half
 * of them is forgotten at a time, and what is in use stays.
 */
export function memo<T>(make: (text: string) => T, { most = 4_096 }: MemoBounds = {}): Memo<T> {
  let newest = new Map<string, T>();
  let older = new Map<string, T>();
  const remember = (text: string, made: T): void => {
    if (text.length > LONGEST) return;
    if (newest.size >= most / 2) {
      older = newest;
      newest = new Map();
    }
    newest.set(text, made);
  };
  const of = (text: string): T => {
    const known = newest.get(text);
    if (known !== undefined) return known;
    const made = older.get(text) ?? make(text);
    remember(text, made);
    return made;
  };
  const forget = (): void => {
    newest = new Map();
    older = new Map();
  };
  return Object.assign(of, { forget });
}

export interface Memo<T> {
  (text: string): T;
  /** All of it (an erasure). */
  forget(): void;
}
