import { folded, textForms } from "./normalise.ts";
import { denied, type Denied } from "./reasons.ts";

/** Looks for secrets. @returns what kind was found, such as "a GitHub token", never the find itself; null: nothing */
export type Scan = (text: string) => Promise<string | null>;

export interface ContentSettings {
  /** In code points. */
  readonly maxCharacters: number;
  /** Words or phrases that must not occur, however written. */
  readonly deniedPhrases: readonly string[];
  /** null: secrets are not looked for. */
  readonly scan: Scan | null;
}

/** What must not be sent because a person could be shown something else than what is sent, or XML cannot carry it. */
const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [/\p{Cs}/u, "half of a surrogate pair"],
  [/[^\P{Cc}\n\t]/u, "a control character (line feed and tab are allowed)"],
  [/[\u2028\u2029]/u, "a line or paragraph separator"],
  [/[\u202a-\u202e\u2066-\u2069]/u, "a bidirectional embedding, override or isolate"],
  [/[\u{e0000}-\u{e007f}]/u, "an invisible tag character"],
  [/[\p{Noncharacter_Code_Point}]/u, "a noncharacter"],
];

export async function checkContent(
  body: string,
  { maxCharacters, deniedPhrases, scan }: ContentSettings,
): Promise<{ readonly ok: true } | Denied> {
  if (body.trim() === "") return denied("content_refused", "The message is empty.");
  const length = Array.from(body).length;
  if (length > maxCharacters)
    return denied(
      "content_refused",
      `The message has ${length} characters and may have ${maxCharacters}. Shorten it.`,
    );
  for (const [pattern, what] of FORBIDDEN)
    if (pattern.test(body)) return denied("content_refused", `The message holds ${what}.`);
  const text = folded(body);
  if (deniedPhrases.some((phrase) => text.includes(folded(phrase))))
    return denied(
      "content_refused",
      "The message holds a phrase that the operator does not let out.",
    );
  return scan === null ? { ok: true } : scanAll(textForms(body), scan);
}

/** Every form is looked at; a scanner that fails has seen nothing, so nothing is let out. */
async function scanAll(
  forms: readonly string[],
  scan: Scan,
): Promise<{ readonly ok: true } | Denied> {
  try {
    for (const form of forms) {
      const found = await scan(form);
      if (found !== null)
        return denied("content_refused", `The message seems to hold ${found}. Leave it out.`);
    }
    return { ok: true };
  } catch {
    // What a scanner throws may quote the text it was given.
    return denied(
      "content_unscanned",
      "The message could not be checked for secrets, so it is not sent.",
    );
  }
}
