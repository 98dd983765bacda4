import fc from "fast-check";
import { expect, test } from "vitest";
import { buildEntry } from "../../src/model/entry.ts";
import { checkRss } from "../../src/model/check-xml.ts";
import { renderRss } from "../../src/model/render-rss.ts";
import { prepareFeed } from "../../src/model/rendered.ts";
import { feedProblems } from "../../src/model/validate.ts";
import { anyEntry, anyText, anyUrl } from "./any-feed.ts";
import { itemsOf, sampleFeed, textOf } from "./samples.ts";

test("whatever passes validation renders to a document that passes the checks and reads back the same", () => {
  let [passed, refused] = [0, 0];
  fc.assert(
    fc.property(anyEntry, anyText, (generated, title) => {
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
    subject: fc.option(anyText),
    body_text: fc.option(anyText),
    body_html: fc.option(
      fc.oneof(
        anyText,
        anyText.map((inner) => `<p><a href="${inner}">${inner}</p>`),
      ),
    ),
    action_links: fc.array(
      anyUrl.map((of) => ({ link_id: "l", url: of })),
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
    fc.property(anyEntry, (generated) => {
      const feed = sampleFeed({ entries: [generated] });
      const [first, second] = [renderRss(feed), renderRss(structuredClone(feed))];
      expect(second).toEqual(first);
      const prepared = [first, second].map((one) =>
        one.ok ? prepareFeed(one.bytes, null) : undefined,
      );
      expect(prepared[1]).toEqual(prepared[0]);
    }),
    { seed: 44, numRuns: 200 },
  );
});
