// RssAdapterSpecification §22, §24, §25: nothing private reaches a feed that anyone may read.
import { PayloadSensitivity } from "@underclaim/contract";
import type { EntryContent } from "./entry.ts";
import type { FeedVisibility, FeedVisibilityPolicy } from "./feed.ts";
import { redact, type ValidationProblem } from "./problem.ts";
import { linkedUrls } from "./sanitise.ts";
import type { SyndicationEntry } from "./syndication.ts";
import { checkUrl, redactUrl, secretParameters } from "./url.ts";

type Policy = FeedVisibilityPolicy;

const policy = (
  visibility: FeedVisibility,
  allowed_payload_sensitivity: PayloadSensitivity[],
  require_authentication: boolean,
  allow_tokenized_urls: boolean,
): Policy => ({
  visibility,
  allowed_payload_sensitivity,
  require_authentication,
  allow_tokenized_urls,
  allow_payload_enclosures: true,
  allow_inline_content: true,
});

const EVERY = PayloadSensitivity.options;

/** What holds where a feed configures nothing. Only a private feed has a single reader's tokens. */
export const DEFAULT_VISIBILITY_POLICIES: Readonly<Record<FeedVisibility, Policy>> = {
  public: policy("public", ["public"], false, false),
  internal: policy("internal", ["public", "internal"], true, false),
  restricted: policy("restricted", EVERY, true, false),
  private: policy("private", EVERY, true, true),
};

const OPENNESS: Readonly<Record<FeedVisibility, number>> = {
  public: 3,
  internal: 2,
  restricted: 1,
  private: 0,
};

export interface VisibilityInput {
  readonly policy: Policy;
  readonly entry: SyndicationEntry;
  readonly content: EntryContent;
  /** `policy_context.payload_sensitivity`; null when the request does not say. */
  readonly payload_sensitivity: string | null;
  /** How private the item itself is declared to be, if it is. */
  readonly item_visibility?: FeedVisibility | null;
}

const violation = (
  rule: string,
  field: string,
  value: string,
  message: string,
  remedy: string,
): ValidationProblem => ({
  rule,
  subclass: "fail.visibility_policy_violation",
  field,
  value,
  message,
  remedy,
});

/** Whether the policy lets a payload of this sensitivity in; undeclared counts as confidential. */
const allows = (of: Policy, sensitivity: string | null): boolean =>
  of.allowed_payload_sensitivity.some((allowed) => allowed === (sensitivity ?? "confidential"));

const sensitivityProblems = ({ policy: of, ...input }: VisibilityInput): ValidationProblem[] => {
  const { payload_sensitivity: declared, content, entry } = input;
  const carried: [field: string, allowed: boolean, flag: string][] = [];
  if (content.inline_data != null)
    carried.push(["content.inline_data", of.allow_inline_content, "allow_inline_content"]);
  if (entry.enclosures.length > 0)
    carried.push(["enclosures", of.allow_payload_enclosures, "allow_payload_enclosures"]);

  const problems = carried
    .filter(([, allowed]) => !allowed)
    .map(([field, , flag]) =>
      violation(
        "payload_in_feed",
        field,
        flag,
        `The policy of this ${of.visibility} feed sets ${flag} to false.`,
        "Publish a link to an authenticated action surface instead.",
      ),
    );
  // Mere notification text may be undeclared (§17.1's own example is); a declared label binds.
  const field = declared === null ? carried[0]?.[0] : "policy_context.payload_sensitivity";
  if (field !== undefined && !allows(of, declared)) {
    const shown = declared === null ? "undeclared" : redact(declared);
    problems.push(
      violation(
        "payload_sensitivity",
        field,
        shown,
        `A payload whose sensitivity is ${shown} may not go into this ${of.visibility} feed; it takes ${of.allowed_payload_sensitivity.join(", ") || "none"}.`,
        "Choose a feed whose policy allows it, or send notification text with a link to an authenticated action surface.",
      ),
    );
  }
  return problems;
};

const linkProblems = ({ policy: of, entry, content }: VisibilityInput): ValidationProblem[] => {
  if (of.allow_tokenized_urls) return [];
  const links = content.action_links ?? [];
  const remedy =
    "Link to a page that asks for authentication, or set allow_tokenized_urls in the feed's policy.";
  const declared = links.flatMap((link, index) =>
    link.tokenized === true
      ? [
          violation(
            "tokenized_url",
            `content.action_links[${index}].url`,
            redactUrl(link.url),
            `Action link ${redact(link.link_id)} is tokenized, and the policy of this ${of.visibility} feed allows no tokenized URLs.`,
            remedy,
          ),
        ]
      : [],
  );
  // Declared `tokenized: false`: the request answers for that URL.
  const cleared = new Set(
    links.flatMap((link) => {
      const checked = checkUrl(link.url, "url");
      return link.tokenized === false && checked.ok ? [checked.url] : [];
    }),
  );
  const published: [field: string, url: string][] = [
    ...(entry.canonical_url == null ? [] : [["link", entry.canonical_url] as [string, string]]),
    ...linkedUrls(entry.summary ?? "").map((url): [string, string] => ["description", url]),
    ...entry.enclosures.map((one, index): [string, string] => [
      `enclosures[${index}].url`,
      one.url,
    ]),
  ];
  const suspected = published.flatMap(([field, url]) => {
    const [name] = cleared.has(url) ? [] : secretParameters(url);
    if (name === undefined) return [];
    return [
      violation(
        "secret_in_url",
        field,
        redactUrl(url),
        `${field} has the query parameter "${redact(name)}", which looks like an access token.`,
        `${remedy} If it is no token, send it as an action link with tokenized: false.`,
      ),
    ];
  });
  return [...declared, ...suspected];
};

/** Every way in which the item would show more than the feed's policy allows. */
export const visibilityProblems = (input: VisibilityInput): ValidationProblem[] => {
  const { policy: of, item_visibility: item } = input;
  const open =
    item != null && OPENNESS[item] < OPENNESS[of.visibility]
      ? [
          violation(
            "item_visibility",
            "visibility",
            item,
            `The item is ${item} and the feed is ${of.visibility}.`,
            "Choose a feed that is at least as closed as the item.",
          ),
        ]
      : [];
  return [...open, ...sensitivityProblems(input), ...linkProblems(input)];
};
