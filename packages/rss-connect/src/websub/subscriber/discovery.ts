// WebSub §4 "Discovery": Link headers first, then what the document itself links to.
import { Parser } from "htmlparser2";
import { parseLinks, type Link } from "../model/link-header.ts";

export interface Discovered {
  /** The topic's canonical URL: what is subscribed to. */
  readonly self: string;
  readonly hubs: readonly string[];
}

export interface Document {
  /** Where it was found in the end, redirects followed. */
  readonly url: string;
  readonly link: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
}

/** Null: it names no hub, or not one topic. A header of either kind outranks what the document says. */
export function discover(document: Document): Discovered | null {
  const headers = parseLinks(document.link ?? "");
  const inHeaders = headers.some(({ rels }) => rels.includes("hub"));
  const links = inHeaders ? headers : embeddedLinks(document);
  const base = document.url;
  const self = urls(links, "self", base)[0] ?? urls(embeddedLinks(document), "self", base)[0];
  const hubs = urls(links, "hub", base);
  return self === undefined || hubs.length === 0 ? null : { self, hubs };
}

const urls = (links: readonly Link[], rel: string, base: string): string[] => [
  ...new Set(
    links.flatMap(({ target, rels }) =>
      rels.includes(rel) && URL.canParse(target, base) ? [new URL(target, base).href] : [],
    ),
  ),
];

/** Of a feed its own links, not those of its entries; of a page those of its head. */
function embeddedLinks({ contentType = "", body }: Document): Link[] {
  const xml = /xml/i.test(contentType) || /^\s*<(?:\?xml|rss|feed)\b/.test(body);
  const links: Link[] = [];
  const open: string[] = [];
  let bodies = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const local = name.toLowerCase().replace(/^.*:/, "");
        if (local === "link" && (xml ? isOfTheWhole(open) : bodies === 0)) {
          const { href = "", rel = "" } = attributes;
          const rels = rel.toLowerCase().split(/\s+/).filter(Boolean);
          if (href !== "") links.push({ target: href, rels });
        }
        open.push(local);
        if (local === "body") bodies += 1;
        // The parser takes quadratic time in the depth of open elements: what stands deeper is no link of the whole.
        if (open.length >= MOST_OPEN) parser.pause();
      },
      onclosetag() {
        if (open.pop() === "body") bodies -= 1;
      },
    },
    { xmlMode: xml, decodeEntities: true },
  );
  parser.end(body);
  return links;
}

const MOST_OPEN = 1_000;

const isOfTheWhole = ([root, channel, ...deeper]: readonly string[]): boolean =>
  deeper.length === 0 &&
  (root === "feed" ? channel === undefined : root === "rss" && channel === "channel");
