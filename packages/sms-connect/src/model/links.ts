// Links in messages (SmsAdapterSpecification §11.1 "Message contains invalid link", §23). RFC 3986; parsed as WHATWG URLs.
import type { ActionLink } from "@underclaim/contract";
import type { LinkSettings } from "../configuration/content.ts";
import { findLinks } from "./find-links.ts";
import { bareProblem, urlProblem } from "./link-rules.ts";

type Rules = Pick<LinkSettings, "allowed_schemes" | "allowed_hosts">;

export type LinkCheck =
  /** The action's links, as given. */
  | { readonly ok: true; readonly links: readonly ActionLink[] }
  /** The first that is wrong. `path` is the field of the request; the message holds nothing of the link. */
  | { readonly ok: false; readonly message: string; readonly path: string };

/**
 * The action's links, then what a handset takes for a link in the text. `mailto:` and `tel:` in a text are just text:
 * handsets make addresses and numbers out by themselves.
 */
export function checkLinks(
  body: string,
  actionLinks: readonly ActionLink[],
  rules: Rules,
  bodyPath = "content.body_text",
): LinkCheck {
  for (const [index, { url }] of actionLinks.entries()) {
    const says = urlProblem(url, rules);
    if (says !== null)
      return {
        ok: false,
        message: `The link ${says}`,
        path: `content.action_links[${index}].url`,
      };
  }
  for (const { url, index, kind } of findLinks(body)) {
    const says = kind === "bare" ? bareProblem(url, rules) : urlProblem(url, rules);
    if (says !== null)
      return { ok: false, message: `The link at character ${index} ${says}`, path: bodyPath };
  }
  return { ok: true, links: actionLinks };
}

/**
 * The text with links replaced. A link is replaced only where it stands whole: `https://example.com/a` is left alone in
 * `https://example.com/ab`. What the replacement does not know (undefined, null) stays.
 */
export function replaceLinks(
  body: string,
  replacement: ReadonlyMap<string, string> | ((url: string) => string | null | undefined),
): string {
  const by =
    typeof replacement === "function" ? replacement : (url: string) => replacement.get(url);
  let out = "";
  let from = 0;
  for (const { url, index, kind } of findLinks(body)) {
    const replaced = kind === "url" ? by(url) : undefined;
    if (replaced == null) continue;
    out += body.slice(from, index) + replaced;
    from = index + url.length;
  }
  return out + body.slice(from);
}

/** Whether the link stands whole in the text. */
export const namesLink = (body: string, url: string): boolean =>
  findLinks(body).some((found) => found.url === url);
