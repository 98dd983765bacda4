import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classifyLinkRequest } from "../../src/links/agents.ts";

const ANDROID =
  "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Mobile/15E148 Safari/604.1";
const FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:121.0) Gecko/121.0 Firefox/121.0";
const IMESSAGE =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0";

const by = (userAgent: string, headers: Record<string, string> = {}, method = "GET") =>
  classifyLinkRequest({ method, headers: { "user-agent": userAgent, ...headers } });

describe("a browser", () => {
  test.each([
    ["Chrome on Android", ANDROID],
    ["Safari on iOS", IPHONE],
    ["Firefox on Android", FIREFOX],
    [
      "Samsung Internet on Android",
      "Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/21.0 Chrome/110.0.5481.154 Mobile Safari/537.36",
    ],
    [
      "Edge on Windows",
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0",
    ],
    [
      "Chrome on Android",
      "Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/96.0.4664.104 Mobile Safari/537.36",
    ],
  ])(
    "%s is like a person at most, and never with more than medium confidence",
    (agent, userAgent) => {
      expect(by(userAgent)).toMatchObject({
        classification: "human_like_click",
        scanner: "none",
        confidence: "low",
        agent,
      });
      expect(by(userAgent, { "sec-fetch-mode": "navigate", "sec-fetch-user": "?1" })).toMatchObject(
        {
          classification: "human_like_click",
          confidence: "medium",
        },
      );
    },
  );

  test.each<[string, Record<string, string>]>([
    ["goes to no page", { "sec-fetch-mode": "no-cors" }],
    ["loads an image", { "sec-fetch-mode": "navigate", "sec-fetch-dest": "image" }],
    ["wants no page", { accept: "application/json" }],
  ])("that %s is suspected", (_, headers) => {
    expect(by(ANDROID, headers)).toMatchObject({
      classification: "unverified_click",
      scanner: "suspected",
      confidence: "low",
    });
  });

  test.each([
    ["sec-purpose", "prefetch;prerender"],
    ["purpose", "prefetch"],
    ["x-purpose", "preview"],
    ["x-moz", "prefetch"],
  ])("that fetches ahead of time (%s: %s) has not been told to go there", (name, value) => {
    expect(by(ANDROID, { [name]: value })).toMatchObject({
      classification: "link_preview_fetch",
      scanner: "confirmed",
      basis: [`header:${name}`],
    });
  });

  test("that asks for headers alone is a program", () => {
    expect(by(ANDROID, {}, "HEAD")).toMatchObject({
      classification: "scanner_click",
      scanner: "likely",
    });
  });

  test("that says From is a robot", () => {
    expect(by(ANDROID, { from: "robot@example.com" })).toMatchObject({
      classification: "scanner_click",
    });
  });
});

describe("a messenger's preview", () => {
  test.each([
    ["iMessage or Facebook", IMESSAGE],
    ["WhatsApp or Signal", "WhatsApp/2.23.20.0 A"],
    ["WhatsApp or Signal", "WhatsApp/2"],
    ["Telegram", "TelegramBot (like TwitterBot)"],
    ["Slack", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"],
    ["Discord", "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)"],
    ["Skype or Teams", "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5"],
    ["KakaoTalk", "facebookexternalhit/1.1; kakaotalk-scrap/1.0; +https://devtalk.kakao.com"],
    ["an Android app", "Dalvik/2.1.0 (Linux; U; Android 13; SM-G991B Build/TP1A.220624.014)"],
    ["an Apple app", "Viber/13 CFNetwork/1410.0.3 Darwin/22.6.0"],
  ])("of %s is no click", (agent, userAgent) => {
    expect(by(userAgent)).toMatchObject({ classification: "link_preview_fetch", agent });
  });

  test("that names itself is believed; an app's bare client is only likely one", () => {
    expect(by(IMESSAGE)).toMatchObject({ scanner: "confirmed" });
    expect(by("okhttp/4.9.0")).toMatchObject({ scanner: "likely", confidence: "low" });
  });
});

describe("a scanner", () => {
  test.each([
    "Mozilla/5.0 (compatible; Proofpoint URL Defense)",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 urlscan.io",
    "Mozilla/5.0 zgrab/0.x",
    "Mozilla/5.0 (compatible; CensysInspect/1.1; +https://about.censys.io/)",
  ])("%j is confirmed by its own word", (userAgent) => {
    expect(by(userAgent)).toMatchObject({ classification: "scanner_click", scanner: "confirmed" });
  });

  test.each([
    "curl/8.5.0",
    "Wget/1.21",
    "python-requests/2.31.0",
    "Go-http-client/2.0",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36",
  ])("%j is a program", (userAgent) => {
    expect(by(userAgent)).toMatchObject({ classification: "scanner_click", scanner: "likely" });
  });
});

test.each([
  ["nothing", {}, "suspected"],
  ["an empty name", { "user-agent": "  " }, "suspected"],
  [
    "that it is an app's window",
    {
      "user-agent":
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
    },
    "unknown",
  ],
])("who says %s is unknown", (_, headers, scanner) => {
  expect(classifyLinkRequest({ method: "GET", headers })).toMatchObject({
    classification: "unknown_click",
    scanner,
    confidence: "low",
  });
});

test("whatever a client sends, the answer comes, is one of the document's words, and repeats nothing of it", () => {
  const agents = new Set<string>();
  const marked = fc
    .tuple(
      fc.string({ maxLength: 600 }),
      fc.constantFrom(ANDROID, IMESSAGE, "", "curl/8", "Dalvik/"),
    )
    .map(([noise, base]) => `${base} canary-${noise}`);
  fc.assert(
    fc.property(
      marked,
      fc.dictionary(
        fc.constantFrom("accept", "purpose", "sec-fetch-mode", "sec-fetch-dest", "from"),
        fc.string(),
      ),
      (userAgent, headers) => {
        const found = by(userAgent, headers);
        expect([
          "human_like_click",
          "scanner_click",
          "link_preview_fetch",
          "unverified_click",
          "unknown_click",
        ]).toContain(found.classification);
        expect(JSON.stringify(found)).not.toContain("canary");
        agents.add(found.agent);
      },
    ),
    { seed: 23, numRuns: 500 },
  );
  expect(agents.size).toBeLessThan(60);
});

test("only what looks like a browser on its way to a page is like a person", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (noise) => {
      const found = by(noise);
      if (found.classification === "human_like_click")
        expect(noise).toMatch(/^\s*mozilla\/5\.0 \(/i);
    }),
    { seed: 24, numRuns: 1_000 },
  );
});
