import type { SyndicationEntry, SyndicationFeed } from "../../src/model/syndication.ts";
import { readXml, childrenNamed, type XmlRead } from "../../src/model/read-xml.ts";
import { renderRss } from "../../src/model/render-rss.ts";

export const sampleEntry = (over: Partial<SyndicationEntry> = {}): SyndicationEntry => ({
  entry_id: "item_1",
  stable_id: "tag:example.com,2026-01-01:feed_1/item_1",
  title: "New document available",
  summary: "<p>A new document is available in the portal.</p>",
  canonical_url: "https://portal.example.com/access/abc",
  published_at: "2026-01-01T12:00:00Z",
  authors: [],
  categories: [],
  enclosures: [],
  ...over,
});

export const sampleFeed = (over: Partial<SyndicationFeed> = {}): SyndicationFeed => ({
  feed_id: "feed_1",
  feed_type: "rss2",
  title: "Notices",
  description: "Notices of the example",
  site_url: "https://example.com/",
  feed_url: "https://example.com/feed.xml",
  updated_at: "2026-01-01T12:00:01Z",
  hub_links: [],
  entries: [sampleEntry()],
  ...over,
});

export const rendered = (feed: SyndicationFeed): string => {
  const result = renderRss(feed);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return new TextDecoder().decode(result.bytes);
};

const first = (elements: readonly XmlRead[]): XmlRead => {
  const [element] = elements;
  if (element === undefined) throw new Error("There is no such element.");
  return element;
};

export const channelOf = (xml: string): XmlRead => {
  const read = readXml(new TextEncoder().encode(xml));
  if (!read.ok) throw new Error(read.errors.map(({ says }) => says).join("; "));
  return first(childrenNamed(read.root, "channel"));
};

export const itemsOf = (xml: string): readonly XmlRead[] => childrenNamed(channelOf(xml), "item");

export const firstItemOf = (xml: string): XmlRead => first(itemsOf(xml));

/** The text of a child, or undefined where there is none. */
export const textOf = (element: XmlRead | undefined, name: string): string | undefined =>
  element?.children.find((child) => child.name === name)?.text;
