// What a reply is, by its words (SmsAdapterSpecification §11.6, §24).
import type { KeywordSet } from "../configuration/keywords.ts";
import { ALWAYS_OPT_OUT, BUILT_IN, TOLL_FREE_OPT_IN } from "./keyword-sets/built-in.ts";
import { comparable, folded } from "./keywords-text.ts";
import { suspicion } from "./keywords-suspicion.ts";
import { countryOf, readNumber } from "./number.ts";

export type ReplyKind =
  | "reply"
  | "acknowledgement"
  | "decline"
  | "opt_out"
  | "opt_out_suspected"
  | "opt_in"
  | "help";

interface ReplyClass {
  readonly kind: ReplyKind;
  /** The word of a set that it was classified by; never a text of the sender's. */
  readonly keyword: string | null;
}

export interface ReplyInput {
  readonly body: string;
  /** The handset, in E.164 where it is a number: whose country the words are of. */
  readonly from: string;
  /** Our sender, as the provider gives it. */
  readonly to: string;
  /** The provider account. */
  readonly provider: string;
  /** What the provider itself took it for. */
  readonly providerKeyword: "opt_out" | "opt_in" | "help" | null;
}

type Category = "opt_out" | "opt_in" | "help" | "acknowledgement" | "decline";

/** Of a word that stands in several categories, the first: what claims less comes before what claims more. */
const PRECEDENCE: readonly Category[] = ["opt_out", "help", "decline", "opt_in", "acknowledgement"];
/** "OK?" acknowledges nothing. */
const NEVER_A_QUESTION: readonly Category[] = ["opt_in", "acknowledgement"];

/**
 * Compares the whole body: without regard to case, spaces around, punctuation after, quotation marks about it. The exact
 * words of opting out, and the provider's word that it is an opt-out, come before everything. What only resembles them is
 * `opt_out_suspected`. Opting in is never guessed: it takes an exact word, or the provider's.
 *
 * @param sets configured; of those that fit, the most specific that has the category takes the built-in words' place.
 *   Specific is first of all a sender, then an account, then a country; equally specific sets count together.
 */
export function classifyReply(sets: readonly KeywordSet[], input: ReplyInput): ReplyClass {
  const { providerKeyword } = input;
  const reply = comparable(input.body);
  const words = (category: Category) => wordsOf(category, sets, input);
  const exact = (category: Category): string | null =>
    reply.asks && NEVER_A_QUESTION.includes(category)
      ? null
      : (words(category).find((word) => [reply.whole, reply.bare].includes(folded(word))) ?? null);

  const kind = PRECEDENCE.find((category) => exact(category) !== null) ?? null;
  const keyword = kind === null ? null : exact(kind);
  if (kind === "opt_out") return { kind, keyword };
  if (providerKeyword === "opt_out") return { kind: "opt_out", keyword: null };

  const hint = kind === null ? suspicion(reply.whole, words("opt_out")) : null;
  if (hint !== null) return { kind: "opt_out_suspected", keyword: hint };
  if (providerKeyword === "help")
    return { kind: "help", keyword: kind === "help" ? keyword : null };
  const mayBeOptIn = kind === null || kind === "opt_in" || kind === "acknowledgement";
  if (providerKeyword === "opt_in" && mayBeOptIn && mayLift(reply.bare, input.to))
    return { kind: "opt_in", keyword: kind === "opt_in" ? keyword : null };
  return { kind: kind ?? "reply", keyword };
}

function wordsOf(category: Category, sets: readonly KeywordSet[], input: ReplyInput): string[] {
  const country = countryOf(input.from);
  const fits = fitting(input, country);
  const having = sets.filter((set) => set[category] !== undefined && fits(set));
  const most = Math.max(...having.map(specificity));
  const chosen =
    having.length > 0 ? having.filter((set) => specificity(set) === most) : BUILT_IN.filter(fits);
  const words = chosen.flatMap((set) => set[category] ?? []);
  if (category === "opt_in") return words.filter((word) => mayLift(folded(word), input.to));
  if (category !== "opt_out") return words;
  const always = ALWAYS_OPT_OUT.filter(
    ({ countries }) => countries.length === 0 || countries.includes(country ?? ""),
  );
  return [...words, ...always.flatMap((each) => each.words)];
}

const fitting =
  ({ to, provider }: ReplyInput, country: string | null) =>
  (set: KeywordSet): boolean =>
    (set.countries.length === 0 || set.countries.includes(country ?? "")) &&
    (set.provider_accounts.length === 0 || set.provider_accounts.includes(provider)) &&
    (set.sender_values.length === 0 ||
      set.sender_values.some((value) => folded(value) === folded(to)));

const specificity = ({ sender_values, provider_accounts, countries }: KeywordSet): number =>
  (sender_values.length > 0 ? 4 : 0) +
  (provider_accounts.length > 0 ? 2 : 0) +
  (countries.length > 0 ? 1 : 0);

const mayLift = (foldedWord: string, to: string): boolean =>
  !isTollFree(to) || TOLL_FREE_OPT_IN.includes(foldedWord);

function isTollFree(to: string): boolean {
  const read = to.startsWith("+1") ? readNumber(to) : null;
  return read?.ok === true && read.number.type === "toll_free";
}
