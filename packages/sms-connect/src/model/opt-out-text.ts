// Whether a message says how to opt out (SmsAdapterSpecification §22). A guess from words: it only ever warns.

/** Say it in any case, anywhere. */
const SAYINGS =
  "unsubscribe|opt out|opt-out|abmelden|abbestellen|désabonner|désinscrire|darse de baja|disiscriviti|afmelden";

/** "Reply …", and up to three words between it and the keyword ("responda con la palabra STOP"). */
const INSTRUCTIONS =
  "reply|text|txt|send|sms|answer|antworten|antworte|antwort|sende|senden|répondez|répondre|envoyez|responda|responde|" +
  "envíe|envía|rispondi|invia|antwoord|stuur";

const NO_LETTER_BEFORE = String.raw`(?<![\p{L}\p{N}])`;
const NO_LETTER_AFTER = String.raw`(?![\p{L}\p{N}])`;
/** Within a sentence. */
const BETWEEN = String.raw`[^\p{L}\p{N}.!?]+`;

const literally = (word: string): string => word.replaceAll(/[\^$\\.*+?()[\]{}|/]/g, "\\$&");
const whole = (choice: string): string => `${NO_LETTER_BEFORE}(?:${choice})${NO_LETTER_AFTER}`;

/**
 * Looks for the words by which a reply opts out, as a message that explains them writes them: in capitals (in a text that
 * is not all capitals), in quotation marks, or behind "reply" and the like. "Your appointment is cancelled" is none.
 */
export class OptOutText {
  /** Most texts hold none of these, and are done with. */
  readonly #signs: RegExp;
  readonly #anyCase: RegExp;
  readonly #capitals: RegExp;

  constructor(words: readonly string[]) {
    const all = [...new Set(["stop", ...words.map((word) => word.toLowerCase())])];
    const choice = all.map(literally).join("|");
    this.#signs = new RegExp(`${SAYINGS}|${choice}`);
    const quoted = `["'“”„‘’«»](?:${choice})["'“”‘’«»]`;
    const instructed = `${whole(INSTRUCTIONS)}${BETWEEN}(?:\\p{L}+${BETWEEN}){0,3}(?:${choice})${NO_LETTER_AFTER}`;
    this.#anyCase = new RegExp(`${whole(SAYINGS)}|${quoted}|${instructed}`, "iu");
    this.#capitals = new RegExp(
      whole(all.map((word) => literally(word.toUpperCase())).join("|")),
      "u",
    );
  }

  isIn(body: string): boolean {
    if (!this.#signs.test(body.toLowerCase())) return false;
    if (this.#anyCase.test(body)) return true;
    return /\p{Ll}/u.test(body) && this.#capitals.test(body);
  }
}

const MAX_KNOWN = 64;
const known = new Map<string, OptOutText>();

/** Made once for the same words. */
export function optOutText(words: readonly string[]): OptOutText {
  const key = words.join("\n");
  const made = known.get(key);
  if (made !== undefined) return made;
  if (known.size >= MAX_KNOWN) known.clear();
  const fresh = new OptOutText(words);
  known.set(key, fresh);
  return fresh;
}
