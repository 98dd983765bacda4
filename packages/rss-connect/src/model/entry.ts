// From the content of an action to the entry that is rendered.
import type { Loss, ValidationProblem } from "./problem.ts";
import { DEFAULT_LIMITS, type FeedLimits } from "./limits.ts";
import { nestingDepth, sanitiseHtml } from "./sanitise.ts";
import type { FeedEnclosure, SyndicationCategory, SyndicationEntry } from "./syndication.ts";
import { characterProblems, escapeHtml, normaliseLineEnds, singleLine, trimWhite } from "./text.ts";
import { checkUrl } from "./url.ts";

/** The parts of an ActionLink that an entry needs (AdapterInterfaceSpecification §9.14). */
export interface EntryLink {
  readonly link_id: string;
  readonly url: string;
  readonly expires_at?: string | null;
  readonly tokenized?: boolean | null;
}

/** The parts of an ActionContent that an entry needs (AdapterInterfaceSpecification §9.12). */
export interface EntryContent {
  readonly content_ref?: string | null;
  readonly subject?: string | null;
  readonly body_text?: string | null;
  readonly body_html?: string | null;
  readonly action_links?: readonly EntryLink[];
  readonly attachments?: readonly unknown[];
  readonly inline_data?: unknown;
}

export interface EntryInput {
  readonly item_id: string;
  readonly guid: string;
  readonly content: EntryContent;
  readonly canonical_url?: string | null;
  readonly authors?: readonly string[];
  readonly categories?: readonly SyndicationCategory[];
  readonly enclosures?: readonly FeedEnclosure[];
  readonly language?: string | null;
  readonly published_at: string;
  readonly updated_at?: string | null;
}

export interface BuiltEntry {
  /** Always built, so that all problems can be told at once; publish it only without problems. */
  readonly entry: SyndicationEntry;
  readonly problems: readonly ValidationProblem[];
  readonly losses: readonly Loss[];
}

const paragraphs = (text: string): string =>
  normaliseLineEnds(text)
    .split(/\n{2,}/)
    .map(trimWhite)
    .filter((part) => part !== "")
    .map((part) => `<p>${escapeHtml(part).replaceAll("\n", "<br />")}</p>`)
    .join("\n");

/** Links that are not the item's own are appended: dropping one would drop an action surface. */
const withLinks = (html: string, urls: readonly string[]): string =>
  [html, ...urls.map((url) => `<p><a href="${escapeHtml(url)}">${escapeHtml(url)}</a></p>`)]
    .filter((part) => part !== "")
    .join("\n");

/**
 * Title from `subject`, description from `body_html` (sanitised) or else `body_text`, link from
 * `canonical_url` or else the first action link. The result still goes through `entryProblems`.
 */
export const buildEntry = (
  input: EntryInput,
  siteUrl: string,
  limits: FeedLimits = DEFAULT_LIMITS,
): BuiltEntry => {
  const problems: ValidationProblem[] = [];
  const losses: Loss[] = [];
  const { content } = input;

  const normalised = (value: string, field: string): string => {
    const checked = checkUrl(value, field);
    if (checked.ok) return checked.url;
    problems.push({ ...checked.problem, subclass: "fail.invalid_url" });
    return value;
  };
  const links = (content.action_links ?? []).map((link, index) =>
    normalised(link.url, `content.action_links[${index}].url`),
  );
  const canonical = input.canonical_url ?? undefined;
  const own = canonical === undefined ? links[0] : normalised(canonical, "canonical_url");
  const enclosures = (input.enclosures ?? []).map((enclosure, index) => ({
    ...enclosure,
    url: normalised(enclosure.url, `enclosures[${index}].url`),
  }));

  // Length and depth are checked before the sanitiser works on it.
  const [source, field] =
    content.body_html != null && content.body_html !== ""
      ? [content.body_html, "content.body_html"]
      : [content.body_text ?? "", "content.body_text"];
  let body = "";
  const html = field === "content.body_html";
  if (source.length > limits.maxBody) {
    problems.push({
      rule: "body_length",
      subclass: "fail.item_render_failed",
      field,
      message: `${field} has ${source.length} characters; the limit is ${limits.maxBody}.`,
      remedy: "Shorten it, or publish a link to the full text.",
    });
  } else if (html && nestingDepth(source) > limits.maxNesting) {
    problems.push({
      rule: "body_nesting",
      subclass: "fail.item_render_failed",
      field,
      message: `${field} nests more than ${limits.maxNesting} elements.`,
      remedy: "Close elements, or send content.body_text.",
    });
  } else if (html) {
    const base = [own, siteUrl].find((url) => url !== undefined && checkUrl(url, "base").ok);
    const sanitised = sanitiseHtml(source, base);
    body = sanitised.html;
    for (const what of sanitised.removed)
      losses.push({ kind: "html_removed", field, message: `${what} was taken out of ${field}.` });
  } else {
    body = paragraphs(source);
  }

  const carried: readonly [keyof EntryContent, boolean, string][] = [
    ["content_ref", content.content_ref != null, "is a reference this channel does not resolve"],
    ["attachments", (content.attachments ?? []).length > 0, "are published only as enclosures"],
    ["inline_data", content.inline_data != null, "has no place in a feed item"],
  ];
  for (const [name, present, why] of carried)
    if (present)
      losses.push({
        kind: `${name}_not_published`,
        field: `content.${name}`,
        message: `content.${name} ${why}.`,
      });

  const subject = content.subject ?? "";
  // On what was sent, so that field and position are the sender's own.
  problems.push(
    ...characterProblems(subject, "content.subject"),
    ...characterProblems(source, field),
  );
  const title = singleLine(subject);
  if (title !== subject)
    losses.push({
      kind: "title_white_space",
      field: "content.subject",
      message: "White space in content.subject was reduced to single spaces.",
    });
  const rest = [...new Set(links)].filter((url) => url !== own);
  const entry: SyndicationEntry = {
    entry_id: input.item_id,
    stable_id: input.guid,
    title,
    summary: withLinks(body, rest) || null,
    content_ref: content.content_ref ?? null,
    canonical_url: own ?? null,
    language: input.language ?? null,
    published_at: input.published_at,
    updated_at: input.updated_at ?? null,
    authors: (input.authors ?? []).map(singleLine),
    categories: (input.categories ?? []).map((category) =>
      typeof category === "string"
        ? singleLine(category)
        : { ...category, term: singleLine(category.term) },
    ),
    enclosures,
  };
  return { entry, problems, losses };
};
