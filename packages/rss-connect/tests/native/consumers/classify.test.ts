import { describe, expect, test } from "vitest";
import {
  CONSUMER_TYPE,
  ConsumerClassification,
  FETCH_CLASSIFICATION,
} from "../../../src/native/consumers/classification.ts";
import { classifyConsumer, consumerClassifier } from "../../../src/native/consumers/classify.ts";

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0";
const CHROME =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36";

describe("by user agent alone", () => {
  test.each([
    // Reader programs
    ["newsboat/2.21.0 (Linux x86_64)", "feed_reader", "medium", "newsboat"],
    [
      "feedparser/6.0.10 +https://github.com/kurtmckee/feedparser/",
      "feed_reader",
      "medium",
      "feedparser",
    ],
    ["rss2email/3.13.1", "feed_reader", "medium", "rss2email"],
    ["feed2exec/0.19.0", "feed_reader", "medium", "feed2exec"],
    ["NetNewsWire (RSS Reader; https://netnewswire.com/)", "feed_reader", "medium", "NetNewsWire"],
    [
      "Liferea/1.15.3 (Linux; https://lzone.de/liferea/) AppleWebKit (KHTML, like Gecko)",
      "feed_reader",
      "medium",
      "Liferea",
    ],
    [
      "Mozilla/5.0 (compatible; Miniflux/2.0.50; +https://miniflux.app)",
      "feed_reader",
      "medium",
      "Miniflux",
    ],
    ["FreshRSS/1.24.1 (Linux; https://freshrss.org)", "feed_reader", "medium", "FreshRSS"],
    [
      "FreshRSS/1.11.2 (Linux; https://freshrss.org) like Googlebot",
      "feed_reader",
      "medium",
      "FreshRSS",
    ],
    [
      "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.3.0",
      "feed_reader",
      "medium",
      "Thunderbird",
    ],
    [
      "SimplePie/1.8.0 (Feed Parser; http://simplepie.org; Allow like Gecko)",
      "feed_reader",
      "medium",
      null,
    ],
    // Services that fetch for many
    [
      "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 12 subscribers; like FeedFetcher-Google)",
      "aggregator",
      "medium",
      "Feedly",
    ],
    ["Mozilla/5.0 (compatible; inoreader.com; 1 subscribers)", "aggregator", "medium", "Inoreader"],
    [
      "FeedFetcher-Google; (+http://www.google.com/feedfetcher.html)",
      "aggregator",
      "medium",
      "FeedFetcher-Google",
    ],
    [
      "Feedfetcher-Google; (+http://www.google.com/feedfetcher.html; 1 subscribers; feed-id=7)",
      "aggregator",
      "medium",
      "FeedFetcher-Google",
    ],
    [
      "NewsBlur Feed Fetcher - 1 subscriber - http://www.newsblur.com/site/0/webpage",
      "aggregator",
      "medium",
      "NewsBlur",
    ],
    [
      "LiveJournal.com/Dreamwidth (webmaster@dreamwidth.org; 3 readers)",
      "aggregator",
      "medium",
      "Dreamwidth",
    ],
    // Robots
    [
      "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
      "search_engine",
      "medium",
      null,
    ],
    [
      "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
      "search_engine",
      "medium",
      null,
    ],
    [
      "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.1; +https://openai.com/gptbot)",
      "crawler",
      "medium",
      null,
    ],
    ["Slackbot 1.0 (+https://api.slack.com/robots)", "bot", "medium", null],
    ["Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "bot", "medium", null],
    ["CapitalOneBot", "bot", "medium", null],
    ["NeverSeenBot/0.1", "bot", "low", null],
    ["my-own-spider", "bot", "low", null],
    // Between
    [
      "Superfeedr bot/2.0 http://superfeedr.com - feed-id:1162088860",
      "websub_hub",
      "medium",
      "Superfeedr",
    ],
    ["Amazon CloudFront", "cache", "medium", "Amazon CloudFront"],
    // Anything at all
    ["curl/7.88.1", "unknown", "low", null],
    ["python-requests/2.31.0", "unknown", "low", null],
    ["Go-http-client/1.1", "unknown", "low", null],
    [FIREFOX, "unknown", "low", null],
    [CHROME, "unknown", "low", null],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1",
      "unknown",
      "low",
      null,
    ],
    [
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36 Edg/129.0.0.0",
      "unknown",
      "low",
      null,
    ],
    ["SomethingNew/1.0", "unknown", "low", null],
    ["", "unknown", "low", null],
    ["   ", "unknown", "low", null],
  ] as const)("%s is %s (%s)", (userAgent, classification, confidence, product) => {
    expect(classifyConsumer({ userAgent })).toMatchObject({ classification, confidence, product });
  });

  test("no user agent is unknown", () => {
    const unknown = {
      classification: "unknown",
      confidence: "low",
      basis: ["user_agent:none"],
      product: null,
      claimed_subscribers: null,
    };
    expect(classifyConsumer({})).toEqual(unknown);
    expect(classifyConsumer({ userAgent: null, from: "", referer: null })).toEqual(unknown);
  });

  test.each([
    [FIREFOX, "user_agent:browser"],
    ["curl/7.88.1", "user_agent:http_library"],
    ["SomethingNew/1.0", "user_agent:unrecognised"],
    ["NeverSeenBot/0.1", "user_agent:says_robot"],
    ["newsboat/2.21.0", "user_agent:known_product"],
    ["Slackbot 1.0", "user_agent:maintained_list"],
  ])("%s rests on %s", (userAgent, basis) => {
    expect(classifyConsumer({ userAgent }).basis).toEqual([basis]);
  });

  test("a reader's name beside a robot's is taken for the robot, with low confidence", () => {
    expect(
      classifyConsumer({ userAgent: "newsboat/2.21.0 (compatible; Googlebot/2.1)" }),
    ).toMatchObject({
      classification: "search_engine",
      confidence: "low",
      basis: ["user_agent:contradictory"],
    });
  });

  test("what is written by the client alone is never more than medium, and never a known system", () => {
    for (const userAgent of [
      FIREFOX,
      "known_participant_system",
      "participant/1.0",
      "newsboat/2",
      "Googlebot/2.1",
    ]) {
      const { classification, confidence } = classifyConsumer({
        userAgent,
        from: "a@b.example",
        referer: "x",
      });
      expect(confidence).not.toBe("high");
      expect(classification).not.toMatch(/^known_/);
    }
  });
});

describe("by more than the user agent", () => {
  const participant = { kind: "participant_system" } as const;
  const internal = { kind: "internal_system" } as const;

  test.each([
    [
      { authenticatedClient: participant },
      "known_participant_system",
      "high",
      "authenticated_client",
    ],
    [{ authenticatedClient: internal }, "known_internal_system", "high", "authenticated_client"],
    [{ tokenHolder: participant }, "known_participant_system", "medium", "url_token"],
    [
      { tokenHolder: internal, userAgent: "curl/8" },
      "known_internal_system",
      "medium",
      "url_token",
    ],
    [{ registeredHub: true }, "websub_hub", "medium", "registered_hub"],
    [
      { registeredHub: true, authenticatedClient: participant },
      "known_participant_system",
      "high",
      "authenticated_client",
    ],
    [
      { authenticatedClient: internal, tokenHolder: participant },
      "known_internal_system",
      "high",
      "authenticated_client",
    ],
    [{ from: "bot@crawler.example" }, "bot", "low", "from_header"],
    [{ from: "bot@crawler.example", userAgent: CHROME }, "bot", "low", "from_header"],
    [
      { from: "x@y.example", userAgent: "newsboat/2.21.0" },
      "feed_reader",
      "medium",
      "user_agent:known_product",
    ],
    [
      { referer: "https://example.com/", userAgent: FIREFOX },
      "unknown",
      "low",
      "user_agent:browser",
    ],
  ] as const)("%j is %s (%s)", (facts, classification, confidence, basis) => {
    const found = classifyConsumer(facts);
    expect(found).toMatchObject({ classification, confidence });
    expect(found.basis[0]).toBe(basis);
  });

  test("the basis names everything that was looked at and shows no header's value", () => {
    const found = classifyConsumer({
      authenticatedClient: participant,
      userAgent: "newsboat/2.21.0",
      from: "jane@example.com",
      referer: "https://private.example/",
    });
    expect(found.basis).toEqual([
      "authenticated_client",
      "user_agent:known_product",
      "from_header",
      "referer_header",
    ]);
    expect(JSON.stringify(found)).not.toMatch(/jane|private/);
  });
});

describe("claimed subscribers", () => {
  test.each([
    [
      "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 12 subscribers; like FeedFetcher-Google)",
      { service: "Feedly", feed_id: null, count: 12 },
    ],
    [
      "Mozilla/5.0 (compatible; inoreader.com; 1 subscribers)",
      { service: "Inoreader", feed_id: null, count: 1 },
    ],
    [
      "Feedfetcher-Google; (+http://www.google.com/feedfetcher.html; 3 subscribers; feed-id=728742641706423)",
      { service: "FeedFetcher-Google", feed_id: "728742641706423", count: 3 },
    ],
    [
      "Feedbin feed-id:2005098 - 2 subscribers",
      { service: "Feedbin", feed_id: "2005098", count: 2 },
    ],
    [
      "LiveJournal.com/Dreamwidth (webmaster@dreamwidth.org; 3 readers)",
      { service: "Dreamwidth", feed_id: null, count: 3 },
    ],
    [
      "Mozilla/5.0 (compatible; NewThing/1.0; 5 users)",
      { service: "NewThing", feed_id: null, count: 5 },
    ],
    ["NewThing/1.0 1 reader", { service: "NewThing", feed_id: null, count: 1 }],
    ["newsboat/2.21.0 (Linux x86_64)", null],
    ["x/1.0 (99999999999 subscribers)", null],
    ["x/1.0 (1,5 subscribers)", null],
    ["x/1.0 (subscribers)", null],
  ])("%s", (userAgent, claim) => {
    expect(classifyConsumer({ userAgent }).claimed_subscribers).toEqual(claim);
  });
});

test("a human is on none of the lists a fetch can reach", () => {
  for (const of of ConsumerClassification.options) {
    expect(CONSUMER_TYPE[of]).not.toBe("human_reader");
    expect(FETCH_CLASSIFICATION[of]).not.toBe("human_reader");
  }
});

test("only the start of a hostile user agent is read", () => {
  const late = `${"x".repeat(8192)} newsboat/2.21.0 Googlebot/2.1 5 subscribers`;
  expect(classifyConsumer({ userAgent: late })).toMatchObject({
    classification: "unknown",
    claimed_subscribers: null,
  });
});

test("the classifier with a memory agrees with the one without, also past its capacity", () => {
  const classify = consumerClassifier(2);
  const agents = [
    "newsboat/2",
    FIREFOX,
    "Googlebot/2.1",
    "newsboat/2",
    "curl/8",
    FIREFOX,
    "newsboat/2",
  ];
  for (const userAgent of agents)
    expect(classify({ userAgent })).toEqual(classifyConsumer({ userAgent }));
});
