// The formats every feed is served in, from one model.
import { checkAtom } from "./check-atom.ts";
import { checkJsonFeed } from "./check-json-feed.ts";
import { checkRss } from "./check-xml.ts";
import type { FeedFormat } from "./feed.ts";
import type { FeedLimits } from "./limits.ts";
import type { ValidationProblem } from "./problem.ts";
import { renderAtom } from "./render-atom.ts";
import { renderJsonFeed } from "./render-json-feed.ts";
import { renderRss } from "./render-rss.ts";
import type { Rendering } from "./rendering.ts";
import type { SyndicationFeed } from "./syndication.ts";

export interface Format {
  readonly render: (feed: SyndicationFeed, limits?: FeedLimits) => Rendering;
  readonly check: (bytes: Uint8Array) => readonly ValidationProblem[];
  readonly contentType: string;
  /** The last part of its address. */
  readonly file: string;
}

export const FORMATS: Readonly<Record<FeedFormat, Format>> = {
  rss2: {
    render: renderRss,
    check: checkRss,
    contentType: "application/rss+xml; charset=utf-8",
    file: "rss.xml",
  },
  atom: {
    render: renderAtom,
    check: checkAtom,
    contentType: "application/atom+xml; charset=utf-8",
    file: "atom.xml",
  },
  json_feed: {
    render: renderJsonFeed,
    check: checkJsonFeed,
    contentType: "application/feed+json; charset=utf-8",
    file: "feed.json",
  },
};
