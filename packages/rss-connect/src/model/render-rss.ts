// RSS 2.0 (RssAdapterSpecification §7.1, §18 "RSS Rendering Notes"), with RFC 5005's elements.
import { parseAuthor, rssAuthor } from "./author.ts";
import { checkRss } from "./check-xml.ts";
import { DEFAULT_LIMITS, type FeedLimits } from "./limits.ts";
import type { Loss } from "./problem.ts";
import { checkedBytes, type Rendering } from "./rendering.ts";
import { selfOf, type SyndicationEntry, type SyndicationFeed } from "./syndication.ts";
import { normaliseLineEnds, singleLine } from "./text.ts";
import { normalUrl } from "./url.ts";
import { textElement, xmlDocument, type XmlElement } from "./xml-writer.ts";

const ATOM = "http://www.w3.org/2005/Atom";
const DC = "http://purl.org/dc/elements/1.1/";
const FEED_HISTORY = "http://purl.org/syndication/history/1.0";
const RSS_SPECIFICATION = "https://www.rssboard.org/rss-specification";
const RSS_TYPE = "application/rss+xml";

const dublinCore = (name: string, text: string): XmlElement =>
  textElement(`dc:${name}`, text, { "xmlns:dc": DC });
const rssDate = (value: string): string => new Date(value.toUpperCase()).toUTCString();

function item(entry: SyndicationEntry): XmlElement {
  const authors = entry.authors.map(parseAuthor);
  const mail = authors.find((author) => author.kind === "mail");
  const creators = authors
    .filter((author) => author !== mail)
    .map((author) => author.name ?? (author.kind === "mail" ? author.mail : ""));
  const [enclosure] = entry.enclosures;
  const updated = entry.updated_at ?? entry.published_at;
  return {
    name: "item",
    children: [
      ...(entry.canonical_url == null ? [] : [textElement("link", normalUrl(entry.canonical_url))]),
      textElement("guid", entry.stable_id, { isPermaLink: "false" }),
      textElement("pubDate", rssDate(entry.published_at)),
      ...(mail === undefined ? [] : [textElement("author", rssAuthor(mail))]),
      ...entry.categories.map((category) =>
        typeof category === "string"
          ? textElement("category", category)
          : textElement(
              "category",
              category.term,
              category.domain == null ? undefined : { domain: category.domain },
            ),
      ),
      ...(enclosure === undefined
        ? []
        : [
            {
              name: "enclosure",
              attributes: {
                length: String(enclosure.length_bytes ?? 0),
                type: enclosure.mime_type ?? "",
                url: normalUrl(enclosure.url),
              },
            },
          ]),
      ...(entry.title === "" ? [] : [textElement("title", entry.title)]),
      ...(entry.summary == null || entry.summary === ""
        ? []
        : [{ name: "description", cdata: entry.summary }]),
      ...creators.map((name) => dublinCore("creator", name)),
      ...(entry.language == null ? [] : [dublinCore("language", entry.language)]),
      ...(updated === entry.published_at
        ? []
        : [textElement("atom:updated", new Date(updated.toUpperCase()).toISOString())]),
    ],
  };
}

function channel(feed: SyndicationFeed): XmlElement {
  const self = selfOf(feed);
  const links = [
    ...(self === null ? [] : [{ href: normalUrl(self), rel: "self", type: RSS_TYPE }]),
    ...feed.hub_links.map((hub) => ({ href: normalUrl(hub), rel: "hub" })),
    ...(feed.links ?? []).map(({ rel, href }) => ({ href: normalUrl(href), rel })),
  ];
  return {
    name: "channel",
    children: [
      textElement("title", singleLine(feed.title)),
      textElement("link", normalUrl(feed.site_url)),
      textElement("description", normaliseLineEnds(feed.description ?? feed.title)),
      textElement("lastBuildDate", rssDate(feed.updated_at)),
      textElement("docs", RSS_SPECIFICATION),
      ...(feed.language == null ? [] : [textElement("language", feed.language)]),
      ...(feed.ttl_seconds == null
        ? []
        : [textElement("ttl", String(Math.max(1, Math.round(feed.ttl_seconds / 60))))]),
      ...links.map((attributes) => ({ name: "atom:link", attributes })),
      ...(feed.history == null
        ? []
        : [{ name: `fh:${feed.history}`, attributes: { "xmlns:fh": FEED_HISTORY } }]),
      ...feed.entries.map(item),
    ],
  };
}

/** What RSS cannot carry of this feed. */
export const rssLosses = (feed: SyndicationFeed): Loss[] => {
  const losses: Loss[] = [];
  const { ttl_seconds: ttl } = feed;
  if (feed.description == null)
    losses.push({
      kind: "channel_description",
      field: "feed.description",
      message: "RSS requires a channel description; the title stands in for the missing one.",
    });
  if (ttl != null && ttl % 60 !== 0)
    losses.push({
      kind: "ttl_minutes",
      field: "feed.ttl_seconds",
      message: `RSS counts ttl in minutes; ${ttl} seconds were rounded.`,
    });
  if ((feed.tombstones ?? []).length > 0)
    losses.push({
      kind: "tombstones",
      field: "tombstones",
      message: "RSS has no way to say that an item was removed.",
    });
  feed.entries.forEach((entry, index) => {
    if (entry.enclosures.length > 1)
      losses.push({
        kind: "enclosures",
        field: `entries[${index}].enclosures`,
        message: `An RSS item carries one enclosure; ${entry.enclosures.length - 1} of ${entry.enclosures.length} were left out.`,
      });
  });
  return losses;
};

/**
 * The feed as UTF-8 bytes, the same for the same model; its input is not changed. A model that
 * breaks a rule of §15, or would give a defective document, gives problems and no bytes.
 */
export const renderRss = (feed: SyndicationFeed, limits: FeedLimits = DEFAULT_LIMITS): Rendering =>
  checkedBytes(feed, limits, {
    write: () =>
      xmlDocument({
        name: "rss",
        attributes: { version: "2.0", "xmlns:atom": ATOM },
        children: [channel(feed)],
      }),
    check: checkRss,
    losses: rssLosses,
  });
