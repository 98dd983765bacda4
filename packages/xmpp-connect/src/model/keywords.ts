// Words that a reply is classified by (XmppAdapterSpecification §17). A reply is compared whole, without regard to case.
import type { XmppSettings } from "../kit.ts";
import type { ReplyKind } from "../native/types.ts";

type KeywordSet = XmppSettings["keywords"][number];
type Category = Exclude<ReplyKind, "reply">;

/** §17's list. */
const BUILT_IN: Readonly<Record<Category, readonly string[]>> = {
  acknowledgement: ["ACK", "OK", "CONFIRM", "YES"],
  decline: ["NO", "DECLINE"],
  help: ["HELP"],
  status: ["STATUS"],
  stop: ["STOP", "UNSUBSCRIBE"],
};
const CATEGORIES = Object.keys(BUILT_IN) as Category[];

const compared = (text: string): string =>
  text
    .normalize("NFKC")
    .toLocaleUpperCase("und")
    .replaceAll(/[\p{C}\p{Z}\s]+/gu, " ")
    .replace(/^[\p{P}\p{S} ]+|[\p{P}\p{S} ]+$/gu, "");

/** Of the sets for this account every one that names a category adds to it; a set for named accounts takes its place. */
function wordsOf(
  sets: readonly KeywordSet[],
  account: string,
  category: Category,
): readonly string[] {
  const own = sets.filter(({ accounts }) => accounts.includes(account));
  const general = sets.filter(({ accounts }) => accounts.length === 0);
  const specific = own.flatMap((set) => set[category] ?? []);
  if (specific.length > 0) return specific;
  return [...BUILT_IN[category], ...general.flatMap((set) => set[category] ?? [])];
}

export function classifyReply(
  sets: readonly KeywordSet[],
  account: string,
  body: string,
): { readonly kind: ReplyKind; readonly keyword: string | null } {
  const said = compared(body);
  for (const category of CATEGORIES) {
    const word = wordsOf(sets, account, category).find((each) => compared(each) === said);
    if (word !== undefined && said !== "") return { kind: category, keyword: word };
  }
  return { kind: "reply", keyword: null };
}
