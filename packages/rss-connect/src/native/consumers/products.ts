// Products the maintained list misses or does not tell apart. Plain substrings, lower case.
import type { ConsumerClassification } from "./classification.ts";

type Product = readonly [marker: string, name: string];
type Products = Partial<Record<ConsumerClassification, readonly Product[]>>;

export const OWN_PRODUCTS: Products = {
  // A program that fetches for whoever runs it, one person or a household.
  feed_reader: [
    ["newsboat/", "newsboat"],
    ["newsbeuter/", "newsbeuter"],
    ["netnewswire", "NetNewsWire"],
    ["liferea/", "Liferea"],
    ["feedparser/", "feedparser"],
    ["universalfeedparser/", "feedparser"],
    ["rss2email/", "rss2email"],
    ["feed2exec/", "feed2exec"],
    ["thunderbird/", "Thunderbird"],
    ["rssowl/", "RSSOwl"],
    ["rssguard/", "RSS Guard"],
    ["quiterss/", "QuiteRSS"],
    ["akregator/", "Akregator"],
    ["reeder/", "Reeder"],
    ["vienna/", "Vienna"],
    ["elfeed/", "Elfeed"],
    ["antennapod/", "AntennaPod"],
    ["gpodder/", "gPodder"],
    ["miniflux/", "Miniflux"],
    ["freshrss/", "FreshRSS"],
    ["tiny tiny rss/", "Tiny Tiny RSS"],
    ["nextcloud-news/", "Nextcloud News"],
    ["commafeed/", "CommaFeed"],
    ["yarr/", "yarr"],
    ["selfoss/", "selfoss"],
    ["sfeed/", "sfeed"],
  ],
  // A service that fetches once for many accounts, or for none.
  aggregator: [
    ["feedfetcher-google", "FeedFetcher-Google"],
    ["feedly/", "Feedly"],
    ["feedlybot/", "Feedly"],
    ["inoreader", "Inoreader"],
    ["newsblur", "NewsBlur"],
    ["feedbin", "Feedbin"],
    ["bazqux", "BazQux"],
    ["theoldreader.com", "The Old Reader"],
    ["dreamwidth", "Dreamwidth"],
    ["livejournal", "LiveJournal"],
    ["netvibes", "Netvibes"],
    ["bloglines", "Bloglines"],
    ["g2reader", "g2reader"],
    ["feeder.co", "Feeder"],
    ["flipboardrss", "Flipboard"],
    ["feedspot", "Feedspot"],
    ["blogtrottr", "Blogtrottr"],
    ["feedburner", "FeedBurner"],
    ["gwene/", "Gwene"],
    ["overcast/", "Overcast"],
    ["pocketcasts/", "Pocket Casts"],
    ["protopage/", "Protopage"],
    ["newsgatoronline/", "NewsGator Online"],
  ],
  websub_hub: [
    ["superfeedr", "Superfeedr"],
    ["pubsubhubbub", "PubSubHubbub"],
    ["websubhub", "WebSub hub"],
    ["websub-hub", "WebSub hub"],
    ["switchboard.p3k.io", "Switchboard"],
  ],
  cache: [
    ["amazon cloudfront", "Amazon CloudFront"],
    ["varnish", "Varnish"],
    ["squid/", "Squid"],
    ["fastly", "Fastly"],
    ["apache traffic server", "Apache Traffic Server"],
    ["trafficserver/", "Apache Traffic Server"],
  ],
};

export const PRODUCT_NAMES: ReadonlySet<string> = new Set(
  Object.values(OWN_PRODUCTS)
    .flat()
    .map(([, name]) => name),
);

/** Tagged as feed readers in the maintained list, but not software that reads feeds for someone. */
export const NOT_READERS: ReadonlySet<string> = new Set([
  "mail\\.ru",
  "BestChange",
  "BlingERP",
  "CapitalOneBot",
  "Collapsify",
  "qcbot",
  "ShortPixel",
  "SottopopNone",
  "yelpspider",
  "AllAfrica",
  "Innologica",
  "AwarioRssBot",
  "ScourRSSBot\\/",
  "Feedsearch Bot",
  "Feedsearch-Crawler",
  "rss-is-dead\\.lol web bot",
  "newsai\\/",
]);
