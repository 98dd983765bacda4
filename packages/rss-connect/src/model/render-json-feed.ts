// JSON Feed 1.1 from the same model as RSS and Atom.
import { parseAuthor } from "./author.ts";
import { checkJsonFeed } from "./check-json-feed.ts";
import { JSON_FEED_VERSION, type JsonFeed, type JsonFeedItem } from "./json-feed.ts";
import { DEFAULT_LIMITS, type FeedLimits } from "./limits.ts";
import type { Loss } from "./problem.ts";
import { checkedBytes, type Rendering } from "./rendering.ts";
import { selfOf, termOf, type SyndicationEntry, type SyndicationFeed } from "./syndication.ts";
import { normaliseLineEnds, singleLine } from "./text.ts";
import { normalUrl } from "./url.ts";

const instant = (value: string): string => new Date(value.toUpperCase()).toISOString();

function author(written: string): { name: string; url?: string } {
  const parsed = parseAuthor(written);
  return parsed.kind === "name"
    ? { name: parsed.name }
    : { name: parsed.name ?? parsed.mail, url: mailto(parsed.mail) };
}

/** RFC 6068 §2. */
const mailto = (mail: string): string =>
  `mailto:${mail.split("@").map(encodeURIComponent).join("@").replaceAll("'", "%27")}`;

function item(entry: SyndicationEntry): JsonFeedItem {
  const { summary, authors, categories, enclosures, updated_at: updated } = entry;
  return {
    id: entry.stable_id,
    ...(entry.canonical_url == null ? {} : { url: normalUrl(entry.canonical_url) }),
    ...(entry.title === "" ? {} : { title: entry.title }),
    ...(summary == null || summary === "" ? { content_text: "" } : { content_html: summary }),
    date_published: instant(entry.published_at),
    ...(updated == null ? {} : { date_modified: instant(updated) }),
    ...(authors.length === 0 ? {} : { authors: authors.map(author) }),
    ...(categories.length === 0 ? {} : { tags: categories.map(termOf) }),
    ...(entry.language == null ? {} : { language: entry.language }),
    ...(enclosures.length === 0
      ? {}
      : {
          attachments: enclosures.map((enclosure) => ({
            url: normalUrl(enclosure.url),
            mime_type: enclosure.mime_type ?? "",
            ...(enclosure.length_bytes == null ? {} : { size_in_bytes: enclosure.length_bytes }),
          })),
        }),
  };
}

function document(feed: SyndicationFeed): JsonFeed {
  const self = selfOf(feed);
  // RFC 5005's next page and previous archive both are "the next n items", further back.
  const further = (feed.links ?? []).find(({ rel }) => rel === "next" || rel === "prev-archive");
  return {
    version: JSON_FEED_VERSION,
    title: singleLine(feed.title),
    home_page_url: normalUrl(feed.site_url),
    ...(self === null ? {} : { feed_url: normalUrl(self) }),
    ...(feed.description == null ? {} : { description: normaliseLineEnds(feed.description) }),
    ...(further === undefined ? {} : { next_url: normalUrl(further.href) }),
    ...(feed.language == null ? {} : { language: feed.language }),
    authors: [author(feed.author ?? singleLine(feed.title))],
    ...(feed.hub_links.length === 0
      ? {}
      : { hubs: feed.hub_links.map((hub) => ({ type: "WebSub" as const, url: normalUrl(hub) })) }),
    items: feed.entries.map(item),
  };
}

/** What JSON Feed cannot carry of this feed. */
function losses(feed: SyndicationFeed): Loss[] {
  const domains = feed.entries.some(({ categories }) =>
    categories.some((category) => typeof category !== "string" && category.domain != null),
  );
  return [
    ...(domains
      ? [
          {
            kind: "category_domain",
            field: "entries.categories",
            message: "A tag of JSON Feed is a word alone; the domains of categories were left out.",
          },
        ]
      : []),
    ...((feed.tombstones ?? []).length > 0
      ? [
          {
            kind: "tombstones",
            field: "tombstones",
            message: "JSON Feed has no way to say that an item was removed.",
          },
        ]
      : []),
  ];
}

/** As `renderRss`. */
export const renderJsonFeed = (
  feed: SyndicationFeed,
  limits: FeedLimits = DEFAULT_LIMITS,
): Rendering =>
  checkedBytes(feed, limits, {
    write: () => JSON.stringify(document(feed), null, 1),
    check: checkJsonFeed,
    losses,
  });
