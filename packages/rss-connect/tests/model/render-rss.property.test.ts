import fc from "fast-check";
import { expect, test } from "vitest";
import { buildEntry } from "../../src/model/entry.ts";
import { checkRss } from "../../src/model/check-xml.ts";
import { renderRss } from "../../src/model/render-rss.ts";
import { prepareFeed } from "../../src/model/rendered.ts";
import type { SyndicationEntry } from "../../src/model/syndication.ts";
import { singleLine } from "../../src/model/text.ts";
import { feedProblems } from "../../src/model/validate.ts";
import { itemsOf, sampleFeed, textOf } from "./samples.ts";

const AWKWARD = [
  "]]>",
  "&amp;",
  "&",
  "<",
  ">",
  '"',
  "<![CDATA[",
  "]]",
  "\u0000",
  "\ufffe",
  "\ud800",
  "\r",
  "\u000c",
];

/** Text of which about a third breaks a rule: both sides of validation are reached. */
const text = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.string({ unit: "grapheme", maxLength: 6 }) },
      { weight: 3, arbitrary: fc.constantFrom(...AWKWARD.slice(0, 8)) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(...AWKWARD, fc.stringify("x"), "\u0085", "\u2028", "\ufeff"),
      },
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(""));

const date = fc
  .date({ min: new Date("1970-01-01"), max: new Date("2199-12-31"), noInvalidDate: true })
  .map((of) => of.toISOString());

const url = fc.webUrl({ withQueryParameters: true, withFragments: true });

const entry: fc.Arbitrary<SyndicationEntry> = fc.record({
  entry_id: fc.constant("i"),
  stable_id: fc.oneof(
    url,
    text,
    fc.uuid().map((id) => `urn:uuid:${id}`),
  ),
  title: text.map(singleLine),
  summary: fc.option(text),
  canonical_url: fc.option(url),
  published_at: date,
  updated_at: fc.option(date),
  authors: fc.array(fc.oneof(text, fc.emailAddress()), { maxLength: 2 }),
  categories: fc.array(fc.oneof(text, fc.record({ term: text, domain: fc.option(text) })), {
    maxLength: 2,
  }),
  enclosures: fc.array(
    fc.record({
      url,
      mime_type: fc.constantFrom("audio/mpeg", "a/b&c", "x/y+z"),
      length_bytes: fc.nat(),
    }),
    { maxLength: 2 },
  ),
});

test("whatever passes validation renders to a document that passes the checks and reads back the same", () => {
  let [passed, refused] = [0, 0];
  fc.assert(
    fc.property(entry, text, (generated, title) => {
      const feed = sampleFeed({ title: `t${title}`, entries: [generated] });
      const problems = feedProblems(feed);
      const result = renderRss(feed);
      expect(result.ok).toBe(problems.length === 0);
      if (!result.ok) {
        refused++;
        return;
      }
      passed++;
      expect(checkRss(result.bytes)).toEqual([]);
      const [item] = itemsOf(new TextDecoder().decode(result.bytes));
      expect(textOf(item, "title") ?? "").toBe(generated.title);
      expect(textOf(item, "guid")).toBe(generated.stable_id);
      expect(textOf(item, "description") ?? "").toBe(generated.summary ?? "");
      expect(textOf(item, "link")).toBe(
        generated.canonical_url == null ? undefined : new URL(generated.canonical_url).href,
      );
      expect(Date.parse(textOf(item, "pubDate") ?? "")).toBe(
        Math.floor(Date.parse(generated.published_at) / 1000) * 1000,
      );
    }),
    { seed: 42, numRuns: 2000 },
  );
  // Both sides were reached often enough for the property to mean something.
  expect(passed).toBeGreaterThan(300);
  expect(refused).toBeGreaterThan(300);
});

test("an entry built from any content is refused or renders to a document that passes", () => {
  let passed = 0;
  const content = fc.record({
    subject: fc.option(text),
    body_text: fc.option(text),
    body_html: fc.option(
      fc.oneof(
        text,
        text.map((inner) => `<p><a href="${inner}">${inner}</p>`),
      ),
    ),
    action_links: fc.array(
      url.map((of) => ({ link_id: "l", url: of })),
      { maxLength: 3 },
    ),
  });
  fc.assert(
    fc.property(content, (generated) => {
      const built = buildEntry(
        { item_id: "i", guid: "g", content: generated, published_at: "2026-01-01T12:00:00Z" },
        "https://example.com/",
      );
      const result = renderRss(sampleFeed({ entries: [built.entry] }));
      if (built.problems.length > 0) return;
      if (result.ok) passed++;
      // Nothing but missing content is left to find after building.
      const found = result.ok ? [] : result.problems.map(({ rule }) => rule);
      expect(found.filter((rule) => rule !== "title_or_description")).toEqual([]);
    }),
    { seed: 43, numRuns: 1000 },
  );
  expect(passed).toBeGreaterThan(300);
});

test("renderings of one model have the same bytes and validators", () => {
  fc.assert(
    fc.property(entry, (generated) => {
      const feed = sampleFeed({ entries: [generated] });
      const [first, second] = [renderRss(feed), renderRss(structuredClone(feed))];
      expect(second).toEqual(first);
      const prepared = [first, second].map((one) =>
        one.ok ? prepareFeed(one.bytes, feed.updated_at) : undefined,
      );
      expect(prepared[1]).toEqual(prepared[0]);
    }),
    { seed: 44, numRuns: 200 },
  );
});
