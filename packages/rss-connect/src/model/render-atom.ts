// Atom 1.0 (RFC 4287; RssAdapterSpecification §7.2, §18 "Atom Rendering Notes"), RFC 5005 and RFC 6721.
import { parseAuthor } from "./author.ts";
import { checkAtom } from "./check-atom.ts";
import { guidAsIri } from "./guid.ts";
import { DEFAULT_LIMITS, type FeedLimits } from "./limits.ts";
import { checkedBytes, type Rendering } from "./rendering.ts";
import {
  selfOf,
  type SyndicationCategory,
  type SyndicationEntry,
  type SyndicationFeed,
} from "./syndication.ts";
import { normaliseLineEnds, singleLine } from "./text.ts";
import { normalUrl } from "./url.ts";
import { textElement, xmlDocument, type XmlElement } from "./xml-writer.ts";

const ATOM_NAMESPACE = "http://www.w3.org/2005/Atom";
const FEED_HISTORY = "http://purl.org/syndication/history/1.0";
const TOMBSTONES = "http://purl.org/atompub/tombstones/1.0";
const ATOM_TYPE = "application/atom+xml";

const instant = (value: string): string => new Date(value.toUpperCase()).toISOString();

/** atom:email has to be an address; everything else is a name (RFC 4287 §3.2). */
function author(written: string): XmlElement {
  const parsed = parseAuthor(written);
  return {
    name: "author",
    children:
      parsed.kind === "name"
        ? [textElement("name", parsed.name)]
        : [textElement("name", parsed.name ?? parsed.mail), textElement("email", parsed.mail)],
  };
}

/** `scheme` is an IRI; a domain that is none has no place in Atom. */
function category(of: SyndicationCategory): XmlElement {
  const { term, domain } = typeof of === "string" ? { term: of, domain: null } : of;
  const scheme = domain != null && URL.canParse(domain) ? domain : null;
  return { name: "category", attributes: scheme === null ? { term } : { term, scheme } };
}

const link = (attributes: Readonly<Record<string, string>>): XmlElement => ({
  name: "link",
  attributes,
});

function entry(of: SyndicationEntry, feedId: string): XmlElement {
  return {
    name: "entry",
    ...(of.language == null ? {} : { attributes: { "xml:lang": of.language } }),
    children: [
      textElement("id", guidAsIri(of.stable_id, feedId)),
      textElement("title", of.title),
      textElement("updated", instant(of.updated_at ?? of.published_at)),
      textElement("published", instant(of.published_at)),
      ...of.authors.map(author),
      ...of.categories.map(category),
      ...(of.canonical_url == null
        ? []
        : [link({ rel: "alternate", href: normalUrl(of.canonical_url) })]),
      ...of.enclosures.map((enclosure) =>
        link({
          rel: "enclosure",
          href: normalUrl(enclosure.url),
          ...(enclosure.mime_type == null ? {} : { type: enclosure.mime_type }),
          ...(enclosure.length_bytes == null ? {} : { length: String(enclosure.length_bytes) }),
        }),
      ),
      // Without content an entry must have an alternate (§4.1.2): an empty content is content.
      { name: "content", attributes: { type: "html" }, cdata: of.summary ?? "" },
    ],
  };
}

/** RFC 6721 §3: says of an id that it is gone. An entry that stands again is not. */
function tombstones(feed: SyndicationFeed, feedId: string): XmlElement[] {
  const standing = new Set(feed.entries.map(({ stable_id }) => stable_id));
  return (feed.tombstones ?? [])
    .filter(({ ref }) => !standing.has(ref))
    .map(({ ref, when }) => ({
      name: "at:deleted-entry",
      attributes: { "xmlns:at": TOMBSTONES, ref: guidAsIri(ref, feedId), when: instant(when) },
    }));
}

function document(feed: SyndicationFeed): XmlElement {
  const feedId = feed.stable_id ?? normalUrl(feed.feed_url);
  const self = selfOf(feed);
  return {
    name: "feed",
    attributes: {
      xmlns: ATOM_NAMESPACE,
      ...(feed.language == null ? {} : { "xml:lang": feed.language }),
    },
    children: [
      textElement("id", feedId),
      textElement("title", singleLine(feed.title)),
      ...(feed.description == null
        ? []
        : [textElement("subtitle", normaliseLineEnds(feed.description))]),
      textElement("updated", instant(feed.updated_at)),
      // Entries without authors of their own have the feed's (§4.2.1): there is always one.
      author(feed.author ?? singleLine(feed.title)),
      link({ rel: "alternate", href: normalUrl(feed.site_url) }),
      ...(self === null ? [] : [link({ rel: "self", type: ATOM_TYPE, href: normalUrl(self) })]),
      ...feed.hub_links.map((hub) => link({ rel: "hub", href: normalUrl(hub) })),
      ...(feed.links ?? []).map(({ rel, href }) => link({ rel, href: normalUrl(href) })),
      ...(feed.history == null
        ? []
        : [{ name: `fh:${feed.history}`, attributes: { "xmlns:fh": FEED_HISTORY } }]),
      ...tombstones(feed, feedId),
      ...feed.entries.map((of) => entry(of, feedId)),
    ],
  };
}

/** As `renderRss`. */
export const renderAtom = (feed: SyndicationFeed, limits: FeedLimits = DEFAULT_LIMITS): Rendering =>
  checkedBytes(feed, limits, {
    write: () => xmlDocument(document(feed)),
    check: checkAtom,
    losses: () => [],
  });
