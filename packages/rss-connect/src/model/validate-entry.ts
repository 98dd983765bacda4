// RssAdapterSpecification §15 for one entry of the model, before anything is rendered.
import { timestampProblems } from "./date.ts";
import { guidProblems } from "./guid.ts";
import { DEFAULT_LIMITS, type FeedLimits } from "./limits.ts";
import { redact, type ValidationProblem } from "./problem.ts";
import {
  countProblems,
  languageProblems,
  lengthProblems,
  nameProblems,
  unrenderable,
  urlProblems,
  when,
} from "./rules.ts";
import type { FeedEnclosure, SyndicationCategory, SyndicationEntry } from "./syndication.ts";
import { characterProblems, trimWhite } from "./text.ts";

/** Which GUIDs other active items of the feed have; a Set will do. */
export interface ActiveGuids {
  has(guid: string): boolean;
}

const MIME_TYPE =
  /^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}\/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}$/;

/** RSS 2.0 requires url, length and type; guessing one would be inventing it. */
const enclosureProblems = (enclosure: FeedEnclosure, field: string): ValidationProblem[] => {
  const { mime_type: type, length_bytes: length } = enclosure;
  const says = type == null ? "is missing" : `is no media type: "${redact(type)}"`;
  return [
    ...urlProblems(enclosure.url, `${field}.url`),
    ...when(
      type == null || !MIME_TYPE.test(type),
      unrenderable(
        "enclosure_type",
        `${field}.mime_type`,
        says,
        "Give a media type such as application/pdf.",
      ),
    ),
    ...when(
      length == null || !Number.isSafeInteger(length) || length < 0,
      unrenderable(
        "enclosure_length",
        `${field}.length_bytes`,
        "is missing or no number of bytes",
        "Give the size in bytes.",
      ),
    ),
  ];
};

const categoryProblems = (
  category: SyndicationCategory,
  field: string,
  limit: number,
): ValidationProblem[] => {
  const { term, domain } =
    typeof category === "string" ? { term: category, domain: null } : category;
  return [
    ...nameProblems(term, field, limit),
    ...(domain == null ? [] : nameProblems(domain, `${field}.domain`, limit)),
  ];
};

const titleProblems = (title: string, summary: string, field: string): ValidationProblem[] => [
  ...when(
    title.trim() === "" && summary.trim() === "",
    unrenderable(
      "title_or_description",
      field,
      "is missing and so is the description; RSS 2.0 requires one of them",
      "Give content.subject, content.body_text or content.body_html; a reference is not resolved.",
    ),
  ),
  ...when(
    title !== trimWhite(title) || /[\r\n\t]/.test(title),
    unrenderable(
      "title_line",
      field,
      "spans lines or has white space at its ends, which readers would change",
      "Give one line of text.",
    ),
  ),
];

/** `others` are the GUIDs already taken; `prefix` goes before every field name. */
export const entryProblems = (
  entry: SyndicationEntry,
  others: ActiveGuids = new Set(),
  limits: FeedLimits = DEFAULT_LIMITS,
  prefix = "",
): ValidationProblem[] => {
  const at = (field: string): string => prefix + field;
  const { stable_id: guid, title, authors, categories, enclosures } = entry;
  const summary = entry.summary ?? "";
  const render = "fail.item_render_failed";
  return [
    ...guidProblems(guid, at("guid")),
    ...when(others.has(guid), {
      rule: "guid_duplicate",
      subclass: "fail.invalid_guid_or_id",
      field: at("guid"),
      value: redact(guid),
      message: `${at("guid")} is that of another active item of this feed; readers would merge or ignore one.`,
      remedy: "Update the existing item, or give this one a GUID of its own.",
    }),
    ...characterProblems(title, at("title")),
    ...lengthProblems(title, at("title"), limits.maxTitle),
    ...titleProblems(title, summary, at("title")),
    ...characterProblems(summary, at("description")),
    // Escaping makes the description longer than the body it came from.
    ...lengthProblems(summary, at("description"), limits.maxBody * 2),
    ...when(
      summary.includes("\r"),
      unrenderable(
        "line_ends",
        at("description"),
        "holds a carriage return, which XML readers would change",
        "Use line feeds.",
      ),
    ),
    ...timestampProblems(entry.published_at, at("published_at"), render),
    ...(entry.updated_at == null
      ? []
      : timestampProblems(entry.updated_at, at("updated_at"), render)),
    ...languageProblems(entry.language, at("language"), unrenderable),
    ...(entry.canonical_url == null ? [] : urlProblems(entry.canonical_url, at("link"))),
    ...countProblems(authors.length, at("authors"), limits.maxNames),
    ...authors.flatMap((one, index) => nameProblems(one, at(`authors[${index}]`), limits.maxName)),
    ...countProblems(categories.length, at("categories"), limits.maxNames),
    ...categories.flatMap((one, index) =>
      categoryProblems(one, at(`categories[${index}]`), limits.maxName),
    ),
    ...countProblems(enclosures.length, at("enclosures"), limits.maxEnclosures),
    ...enclosures.flatMap((one, index) => enclosureProblems(one, at(`enclosures[${index}]`))),
  ];
};
