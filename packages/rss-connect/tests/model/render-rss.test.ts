import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../src/model/limits.ts";
import { childrenNamed } from "../../src/model/read-xml.ts";
import { renderRss, rssLosses } from "../../src/model/render-rss.ts";
import type { SyndicationEntry, SyndicationFeed } from "../../src/model/syndication.ts";
import { awkwardFeed } from "./awkward.ts";
import {
  channelOf,
  firstItemOf,
  itemsOf,
  rendered,
  sampleEntry,
  sampleFeed,
  textOf,
} from "./samples.ts";

const golden = (name: string): string =>
  readFileSync(new URL(`golden/${name}.xml`, import.meta.url), "utf8");

const one = (over: Partial<SyndicationEntry>): string =>
  rendered(sampleFeed({ entries: [sampleEntry(over)] }));

describe("goldens", () => {
  test.each<[string, SyndicationFeed]>([
    ["plain", sampleFeed()],
    ["empty", sampleFeed({ entries: [] })],
    ["awkward", awkwardFeed()],
  ])("%s renders byte for byte as reviewed", (name, feed) => {
    expect(`${rendered(feed)}\n`).toBe(golden(name));
  });
});

describe("defects of the library that must not come through", () => {
  test("a second ]]> does not end the section it stands in", () => {
    const attack = "]]> ]]></title><item><title>injected";
    const xml = one({ title: attack, summary: attack });
    expect(itemsOf(xml)).toHaveLength(1);
    expect(textOf(itemsOf(xml)[0], "title")).toBe(attack);
    expect(textOf(itemsOf(xml)[0], "description")).toBe(attack);
  });

  test.each([
    "&amp;",
    "&lt;b&gt;",
    "&amp;amp;",
    "&",
    "&#8;",
    "<",
    ">",
    '"',
    "'",
    "]]>",
    "<![CDATA[",
  ])("%s survives in every text", (text) => {
    const xml = rendered(
      sampleFeed({
        title: text,
        description: text,
        entries: [
          sampleEntry({
            title: text,
            summary: text,
            stable_id: text,
            categories: [text],
            authors: [text],
          }),
        ],
      }),
    );
    const [item] = itemsOf(xml);
    expect([textOf(channelOf(xml), "title"), textOf(channelOf(xml), "description")]).toEqual([
      text,
      text,
    ]);
    const names = ["title", "description", "guid", "category", "creator"];
    expect(names.map((name) => textOf(item, name))).toEqual(names.map(() => text));
  });

  test("& and < in attributes are escaped", () => {
    const domain = `a&b<c>"d'`;
    const item = firstItemOf(
      one({
        categories: [{ term: "t", domain }],
        enclosures: [{ url: "https://ex.org/?a=1&b=2", mime_type: "a/b&c", length_bytes: 0 }],
      }),
    );
    expect(childrenNamed(item, "category")[0]?.attributes).toEqual({ domain });
    expect(childrenNamed(item, "enclosure")[0]?.attributes).toEqual({
      url: "https://ex.org/?a=1&b=2",
      type: "a/b&c",
      length: "0",
    });
  });

  test.each([
    ["NUL", { title: "a\u0000" }],
    ["BACKSPACE", { summary: "a\u0008" }],
    ["U+FFFE", { title: "a\ufffe" }],
    ["half a pair", { categories: ["\ud800"] }],
    ["an invalid date", { published_at: "Invalid Date" }],
    ["a relative link", { canonical_url: "/a" }],
  ])("%s gives problems and no bytes", (_, over) => {
    const result = renderRss(sampleFeed({ entries: [sampleEntry(over)] }));
    expect(result).toMatchObject({ ok: false });
    expect(result).not.toHaveProperty("bytes");
  });

  test("a missing link is no element, never the word undefined", () => {
    const xml = one({ canonical_url: null, updated_at: undefined, summary: undefined });
    expect(childrenNamed(firstItemOf(xml), "link")).toEqual([]);
    expect(xml).not.toContain("undefined");
  });

  test("a name is dc:creator, an address is author", () => {
    const item = firstItemOf(
      one({ authors: ["Jane Roe", "Joe <joe@example.com>", "k@example.com"] }),
    );
    expect(childrenNamed(item, "author").map(({ text }) => text)).toEqual([
      "joe@example.com (Joe)",
    ]);
    const creators = item.children.filter(({ name }) => name === "creator");
    expect(creators.map(({ text }) => text)).toEqual(["Jane Roe", "k@example.com"]);
    expect(new Set(creators.map(({ uri }) => uri))).toEqual(
      new Set(["http://purl.org/dc/elements/1.1/"]),
    );
  });

  test("parentheses in a name do not end the address's comment", () => {
    const item = firstItemOf(one({ authors: ["Joe (Sales) <joe@example.com>"] }));
    expect(textOf(item, "author")).toBe("joe@example.com (Joe  Sales)");
  });

  test("lastBuildDate is the model's, so that a rendering does not depend on when it is made", () => {
    const xml = rendered(sampleFeed());
    expect(textOf(channelOf(xml), "lastBuildDate")).toBe("Thu, 01 Jan 2026 12:00:01 GMT");
    expect(rendered(sampleFeed())).toBe(xml);
  });

  test("the first enclosure stands and the others are reported", () => {
    const enclosures = ["a", "b", "c"].map((name, index) => ({
      url: `https://example.com/${name}.bin`,
      mime_type: "application/octet-stream",
      length_bytes: index,
    }));
    const feed = sampleFeed({ entries: [sampleEntry({ enclosures })] });
    const found = childrenNamed(firstItemOf(rendered(feed)), "enclosure");
    expect(found.map(({ attributes }) => attributes["url"])).toEqual(["https://example.com/a.bin"]);
    expect(rssLosses(feed)).toMatchObject([{ kind: "enclosures", field: "entries[0].enclosures" }]);
    expect(renderRss(feed)).toMatchObject({ ok: true, losses: [{ kind: "enclosures" }] });
  });

  test("a GUID is published as given and never as a permanent link", () => {
    const stable_id = "https://EX.org/p?a=1&amp;b=2";
    const [guid] = childrenNamed(firstItemOf(one({ stable_id })), "guid");
    expect(guid).toMatchObject({ text: stable_id, attributes: { isPermaLink: "false" } });
  });

  test("self and every hub are linked", () => {
    const links = channelOf(rendered(awkwardFeed())).children.filter(
      ({ uri, name }) => uri === "http://www.w3.org/2005/Atom" && name === "link",
    );
    expect(links.map(({ attributes }) => [attributes["rel"], attributes["href"]])).toEqual([
      ["self", "https://ex.org/feed.xml?a=1&b=2"],
      ["hub", "https://hub.example/?a=1&b=2"],
      ["hub", "https://hub2.example/"],
    ]);
  });

  test("rendering changes nothing in its input, even where it is frozen", () => {
    const freeze = (value: unknown): void => {
      if (typeof value !== "object" || value === null) return;
      Object.freeze(value);
      for (const inner of Object.values(value)) freeze(inner);
    };
    const feed = awkwardFeed();
    freeze(feed);
    rendered(feed);
    expect(feed).toEqual(awkwardFeed());
  });
});

test("what RSS lacks is reported: a description, seconds of ttl", () => {
  expect(rssLosses(sampleFeed({ description: null, ttl_seconds: 90 }))).toMatchObject([
    { kind: "channel_description" },
    { kind: "ttl_minutes" },
  ]);
  const xml = rendered(sampleFeed({ description: null, ttl_seconds: 30 }));
  expect(textOf(channelOf(xml), "description")).toBe("Notices");
  expect(textOf(channelOf(xml), "ttl")).toBe("1");
});

test("a document over the limit is not handed out", () => {
  expect(renderRss(sampleFeed(), { ...DEFAULT_LIMITS, maxFeedBytes: 100 })).toMatchObject({
    ok: false,
    problems: [{ rule: "feed_size" }],
  });
});
