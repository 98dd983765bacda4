// RssAdapterSpecification §14: grades, as the document gives them.
import { grade, type EvidenceGrade } from "@underclaim/contract";

/** A fact of the same kind, with notes of its own. */
export const like = (one: EvidenceGrade, ...notes: readonly string[]): EvidenceGrade => ({
  ...one,
  notes: [...notes],
});

/** §14.1; updates and removals are facts of the same kind. */
export const PUBLISHED = grade(
  "weak",
  { payload: "medium", timing: "high", channel: "medium", nonRepudiation: "low" },
  [
    "Item was made available in a feed.",
    "Does not prove that a participant fetched, saw, or acted on the item.",
  ],
);

export const UPDATED = like(
  PUBLISHED,
  "The item as it stands in the feed was replaced.",
  "Does not prove that anyone who fetched it before fetches it again.",
);

export const REMOVED = like(
  PUBLISHED,
  "The item no longer stands in the feed.",
  "Does not prove that copies fetched before are gone.",
);

/** §14.2 */
export const VALIDATED = grade(
  "medium",
  { payload: "medium", timing: "medium", channel: "high", nonRepudiation: "low" },
  [
    "Feed structure is usable by feed clients.",
    "Validation is operational evidence, not participant evidence.",
  ],
);

export const INVALID = grade(
  "negative",
  { payload: "medium", timing: "medium", channel: "high", nonRepudiation: "low" },
  ["The item or feed failed validation and was not published."],
);

/** §14.3 */
export const FETCHED_BY_UNKNOWN = grade(
  "weak",
  { actor: "low", payload: "low", interaction: "low", timing: "medium", channel: "medium" },
  [
    "A client fetched the feed.",
    "The client may be an aggregator, bot, cache, feed reader, or participant system.",
    "Does not prove human awareness.",
  ],
);

/** §12.3: not participant awareness; nobody in particular acted. */
export const FETCHED_BY_MACHINE = grade(
  "weak",
  { payload: "low", timing: "medium", channel: "medium" },
  ["An automated client fetched the feed.", "Does not show that anybody will read it."],
);

/** §12.3 "Feed fetched by known participant system": medium evidence, system to system. */
export const FETCHED_BY_SYSTEM = grade(
  "medium",
  { actor: "medium", payload: "low", interaction: "low", timing: "medium", channel: "medium" },
  [
    "A client that authenticated as this system fetched the feed.",
    "Useful from system to system; it shows no person.",
  ],
);

/** §12.3 "Conditional GET / cache validation". */
export const REVALIDATED = grade("weak", { timing: "medium", channel: "medium" }, [
  "A client asked whether the feed had changed and was told it had not, or asked for headers only.",
  "May only confirm a cache check; no content was sent.",
]);
