// Whether a feed is valid, and when that is news.
import type { Target } from "@underclaim/runtime";
import type { ValidationProblem } from "../model/problem.ts";

/** What the last rendering came to, apart from what is served. */
export type Validity = {
  /** The items that this is news for: all, or while a feed stays invalid, those that came since. */
  readonly targets: readonly Target[];
  readonly updatedAt: string;
  /** What tells one verdict from another; the same again is no news. */
  readonly said: string;
} & (
  | { readonly valid: true; readonly etag: string; readonly items: number }
  | { readonly valid: false; readonly problems: readonly ValidationProblem[] }
);

export interface Said {
  readonly last: string | null;
  /** Items (and their revisions) that the current stretch of invalidity was said of. */
  readonly told: ReadonlySet<string>;
}

export const NOTHING_SAID: Said = { last: null, told: new Set() };

/** From empty to not empty is news of the feed, too: now there is something to read (§12.2 "Feed published"). */
export const saidOfValid = (targets: readonly Target[]): string =>
  targets.length > 0 ? "valid" : "valid:empty";

export const saidOfInvalid = (problems: readonly ValidationProblem[]): string =>
  `invalid:${problems.map(({ rule, field }) => `${rule}@${field}`).join(",")}`;

/** Only a change is news: of the verdict, or of the items that an invalid feed does not show. Null: there is none. */
export function newsOf(validity: Validity, { last, told }: Said): Validity | null {
  const same = validity.said === last;
  const targets = same
    ? validity.targets.filter((target) => !told.has(nameOf(target)))
    : validity.targets;
  return same && (validity.valid || targets.length === 0) ? null : { ...validity, targets };
}

export const afterSaying = ({ said, valid, targets }: Validity): Said => ({
  last: said,
  told: new Set(valid ? [] : targets.map(nameOf)),
});

const nameOf = ({ subject, evidenceKey }: Target): string => `${subject} ${evidenceKey ?? ""}`;
