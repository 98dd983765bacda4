// RSS 2.0 (RssAdapterSpecification §7.1, §18 "RSS Rendering Notes").
import { Feed, type Item } from "feed";
import { parseAuthor, rssAuthor } from "./author.ts";
import { checkRss } from "./check-xml.ts";
import { DEFAULT_LIMITS, type FeedLimits } from "./limits.ts";
import type { Loss, ValidationProblem } from "./problem.ts";
import { attribute, element, extension, markup, text } from "./rss-nodes.ts";
import type { SyndicationEntry, SyndicationFeed } from "./syndication.ts";
import { normaliseLineEnds, singleLine } from "./text.ts";
import { checkUrl } from "./url.ts";
import { feedProblems, sizeProblems } from "./validate.ts";

export type RenderedRss =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly losses: readonly Loss[] }
  | { readonly ok: false; readonly problems: readonly ValidationProblem[] };

const DC = "http://purl.org/dc/elements/1.1/";
const RSS_SPECIFICATION = "https://www.rssboard.org/rss-specification";

/** The normal form; only called on URLs that validation has passed. */
const url = (value: string): string => {
  const checked = checkUrl(value, "url");
  return checked.ok ? checked.url : value;
};

const item = (entry: SyndicationEntry): Item => {
  const authors = entry.authors.map(parseAuthor);
  const mail = authors.find((author) => author.kind === "mail");
  const creators = authors
    .filter((author) => author !== mail)
    .map((author) => author.name ?? (author.kind === "mail" ? author.mail : ""));
  const [enclosure] = entry.enclosures;
  const updated = entry.updated_at ?? entry.published_at;
  return {
    // Title and description go in as extensions: on its own `feed` writes both as one CDATA section.
    title: "",
    link: entry.canonical_url == null ? "" : url(entry.canonical_url),
    guid: text(entry.stable_id),
    date: new Date(entry.published_at.toUpperCase()),
    category: entry.categories.map((category) => {
      if (typeof category === "string") return { name: text(category) };
      const { term, domain } = category;
      return { name: text(term), ...(domain != null && { domain: attribute(domain) }) };
    }),
    author: mail === undefined ? [] : [{ name: text(rssAuthor(mail)) }],
    ...(enclosure !== undefined && {
      enclosure: {
        url: url(enclosure.url),
        type: attribute(enclosure.mime_type ?? ""),
        length: enclosure.length_bytes ?? 0,
      },
    }),
    extensions: [
      ...(entry.title === "" ? [] : [extension("title", [element(entry.title)])]),
      ...(entry.summary == null || entry.summary === ""
        ? []
        : [extension("description", [markup(entry.summary)])]),
      ...(creators.length === 0
        ? []
        : [
            extension(
              "dc:creator",
              creators.map((name) => element(name, { "xmlns:dc": DC })),
            ),
          ]),
      ...(updated === entry.published_at
        ? []
        : [extension("atom:updated", [element(new Date(updated.toUpperCase()).toISOString())])]),
    ],
  };
};

const channel = (feed: SyndicationFeed): Feed => {
  const self = url(feed.feed_url);
  const rendered = new Feed({
    title: text(singleLine(feed.title)),
    description: text(normaliseLineEnds(feed.description ?? feed.title)),
    link: url(feed.site_url),
    updated: new Date(feed.updated_at.toUpperCase()),
    docs: RSS_SPECIFICATION,
    generator: false,
    feedLinks: { rss: self },
    ...(feed.language != null && { language: feed.language }),
    ...(feed.ttl_seconds != null && { ttl: Math.max(1, Math.round(feed.ttl_seconds / 60)) }),
  });
  if (feed.hub_links.length > 0) {
    const type = "application/rss+xml";
    const links = [
      { href: self, rel: "self", type },
      ...feed.hub_links.map((hub) => ({ href: url(hub), rel: "hub" })),
    ];
    // This replaces the list `feed` makes, which has room for one hub.
    rendered.addExtension(
      extension(
        "atom:link",
        links.map((link) => ({
          _attributes: Object.fromEntries(
            Object.entries(link).map(([name, value]) => [name, attribute(value)]),
          ),
        })),
      ),
    );
  }
  for (const entry of feed.entries) rendered.addItem(item(entry));
  return rendered;
};

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
export const renderRss = (
  feed: SyndicationFeed,
  limits: FeedLimits = DEFAULT_LIMITS,
): RenderedRss => {
  const before = feedProblems(feed, limits);
  if (before.length > 0) return { ok: false, problems: before };
  const bytes = new TextEncoder().encode(channel(feed).rss2());
  const after = [...sizeProblems(bytes, limits), ...checkRss(bytes)];
  if (after.length > 0) return { ok: false, problems: after };
  return { ok: true, bytes, losses: rssLosses(feed) };
};
