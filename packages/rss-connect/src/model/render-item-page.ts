// An item as a page of its own: what the feed says of it, and no more.
import type { Feed } from "./feed.ts";
import type { SyndicationEntry } from "./syndication.ts";
import { escapeHtml } from "./text.ts";

/** `entry.summary` is sanitised HTML; everything else is text. */
export function renderItemPage(
  { title, summary, language, published_at: publishedAt, enclosures }: SyndicationEntry,
  feed: Pick<Feed, "title" | "language">,
): string {
  const name = title === "" ? feed.title : title;
  const carried = enclosures.map(
    ({ url }) => `<li><a href="${escapeHtml(url)}">${escapeHtml(url)}</a></li>\n`,
  );
  return [
    "<!doctype html>\n",
    `<html lang="${escapeHtml(language ?? feed.language ?? "und")}">\n`,
    `<head><meta charset="utf-8"><title>${escapeHtml(name)}</title></head>\n<body>\n`,
    `<h1>${escapeHtml(name)}</h1>\n`,
    `<p><time datetime="${escapeHtml(publishedAt)}">${escapeHtml(publishedAt)}</time></p>\n`,
    `<div>${summary ?? ""}</div>\n`,
    ...(carried.length === 0 ? [] : ["<ul>\n", ...carried, "</ul>\n"]),
    "</body>\n</html>\n",
  ].join("");
}
