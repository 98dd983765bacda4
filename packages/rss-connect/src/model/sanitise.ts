// Item content reaches other people's readers: a short allow-list, absolute URLs, losses said.
import sanitizeHtml from "sanitize-html";
import { checkUrl, redactUrl } from "./url.ts";
import { normaliseLineEnds, trimWhite } from "./text.ts";

const TAGS = [
  ..."p br hr h1 h2 h3 h4 h5 h6 blockquote pre code ul ol li dl dt dd a img".split(" "),
  ..."b strong i em u s del ins sub sup small mark abbr cite q kbd samp var time span div".split(
    " ",
  ),
  ..."table caption thead tbody tfoot tr th td figure figcaption".split(" "),
];
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  a: ["href", "title"],
  img: ["src", "alt", "title", "width", "height"],
  abbr: ["title"],
  time: ["datetime"],
  th: ["colspan", "rowspan"],
  td: ["colspan", "rowspan"],
  ol: ["start"],
};
const EVERYWHERE = ["lang", "dir"];

export interface Sanitised {
  readonly html: string;
  /** What was taken out, each kind once, in order of appearance: "script", "a[onclick]", … */
  readonly removed: readonly string[];
}

const isTrackingPixel = (attributes: Readonly<Record<string, string>>): boolean =>
  [attributes["width"], attributes["height"]].some((size) =>
    /^\s*0*[01]?(?:px)?\s*$/i.test(size ?? "9"),
  ) || /display\s*:\s*none|visibility\s*:\s*hidden/i.test(attributes["style"] ?? "");

/** The absolute URL, or undefined where there is none that may be published. */
const absolute = (value: string, base: string | undefined, tag: string): string | undefined => {
  const given = value.trim();
  if (tag === "a" && /^mailto:[^\s<>"]+$/i.test(given)) return given;
  if (!URL.canParse(given, base)) return undefined;
  const checked = checkUrl(new URL(given, base).href, tag);
  return checked.ok ? checked.url : undefined;
};

/**
 * Keeps text and simple structure; drops scripts, forms, frames, styles, tracking pixels and every
 * attribute not listed. Relative URLs are resolved against `baseUrl` and dropped without one.
 */
export const sanitiseHtml = (dirty: string, baseUrl?: string): Sanitised => {
  const removed = new Set<string>();
  const clean = sanitizeHtml(dirty, {
    allowedTags: TAGS,
    allowedAttributes: {
      ...Object.fromEntries(Object.entries(ATTRIBUTES).map(([tag, names]) => [tag, [...names]])),
      "*": EVERYWHERE,
    },
    allowedSchemes: ["http", "https", "mailto"],
    allowProtocolRelative: false,
    transformTags: {
      "*": (tagName, attributes) => {
        if (!TAGS.includes(tagName)) {
          removed.add(tagName);
          return { tagName, attribs: {} };
        }
        if (tagName === "img" && isTrackingPixel(attributes)) {
          removed.add("img (tracking pixel)");
          return { tagName, attribs: {} };
        }
        const kept: Record<string, string> = {};
        for (const [name, value] of Object.entries(attributes)) {
          const allowed = EVERYWHERE.includes(name) || ATTRIBUTES[tagName]?.includes(name);
          const url = name === "href" || name === "src";
          const result = allowed === true && url ? absolute(value, baseUrl, tagName) : value;
          if (allowed !== true) removed.add(`${tagName}[${name}]`);
          else if (result === undefined) removed.add(`${tagName}[${name}=${redactUrl(value)}]`);
          else kept[name] = result;
        }
        return { tagName, attribs: kept };
      },
    },
    // An image without an address says nothing.
    exclusiveFilter: (frame) => frame.tag === "img" && frame.attribs["src"] === undefined,
  });
  return { html: trimWhite(normaliseLineEnds(clean)), removed: [...removed] };
};

const VOID = new Set("area base br col embed hr img input link meta source track wbr".split(" "));

/** At least the greatest depth of open elements; found without building anything. */
export const nestingDepth = (html: string): number => {
  let [depth, greatest] = [0, 0];
  for (const [, closes, name = ""] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (closes === "/") depth = Math.max(0, depth - 1);
    else if (!VOID.has(name.toLowerCase())) depth++;
    greatest = Math.max(greatest, depth);
  }
  return greatest;
};

/** The http(s) addresses that sanitised HTML links to or loads. */
export const linkedUrls = (sanitised: string): string[] =>
  [...sanitised.matchAll(/ (?:href|src)="(https?:[^"]*)"/g)].map(([, url = ""]) =>
    url.replaceAll("&amp;", "&"),
  );
