import { BUILT_IN } from "./keyword-sets/built-in.ts";
import {
  SUSPICIOUS_BEGINNINGS,
  SUSPICIOUS_PHRASES,
  SUSPICIOUS_WORDS,
} from "./keyword-sets/suspicious.ts";
import { folded, wordsOf } from "./keywords-text.ts";

/** A word that stops messages, said in passing in a longer text, is no hint. */
const SHORT_IN_WORDS = 12;
/** Below this, transposed letters make another word as likely as not. */
const LONG_ENOUGH_TO_MISSPELL = 4;

interface Hint {
  readonly word: string;
  readonly parts: readonly string[];
}
const hint = (word: string): Hint => ({ word, parts: wordsOf(folded(word)) });

const PHRASES = SUSPICIOUS_PHRASES.map(hint);
const KNOWN = [...BUILT_IN.flatMap(({ opt_out }) => opt_out ?? []), ...SUSPICIOUS_WORDS].map(hint);

/**
 * The word by which a reply that is none of the exact words may be an opt-out all the same, or null. Errs on the side of
 * suspicion: a negation ("don't stop") is not understood, and left to the person who decides.
 *
 * @param whole folded
 * @param optOut further exact words
 */
export function suspicion(whole: string, optOut: readonly string[]): string | null {
  const words = wordsOf(whole);
  const holds = ({ parts }: Hint): boolean => follows(words, parts);
  const phrase = PHRASES.find(holds);
  if (phrase !== undefined) return phrase.word;
  if (words.length > SHORT_IN_WORDS) return null;
  const hints = [...optOut.map(hint), ...KNOWN];
  return (
    hints.find(holds)?.word ??
    SUSPICIOUS_BEGINNINGS.find((beginning) => words.some((word) => word.startsWith(beginning))) ??
    hints.find(({ parts }) => misspelt(words.join(""), parts.join("")))?.word ??
    null
  );
}

const follows = (words: readonly string[], parts: readonly string[]): boolean =>
  parts.length > 0 &&
  words.some((_, start) => parts.every((part, index) => words[start + index] === part));

/** Letters doubled, spaced out ("S T O P"), or two neighbours exchanged: the whole message is one word, spelt badly. */
function misspelt(letters: string, word: string): boolean {
  if (word.length < LONG_ENOUGH_TO_MISSPELL) return false;
  const [given, meant] = [onceEach(letters), onceEach(word)];
  if (given === meant) return true;
  if (given.length !== meant.length) return false;
  const at = Array.from(given).findIndex((letter, index) => letter !== meant[index]);
  return (
    given[at] === meant[at + 1] &&
    given[at + 1] === meant[at] &&
    given.slice(at + 2) === meant.slice(at + 2)
  );
}

const onceEach = (letters: string): string => letters.replace(/(.)\1+/gu, "$1");
