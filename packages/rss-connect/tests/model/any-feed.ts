import fc from "fast-check";
import type { SyndicationEntry, SyndicationFeed } from "../../src/model/syndication.ts";
import { singleLine } from "../../src/model/text.ts";
import { sampleFeed } from "./samples.ts";

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
export const anyText = fc
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

const goodDate = fc
  .date({ min: new Date("1970-01-01"), max: new Date("2199-12-31"), noInvalidDate: true })
  .map((of) => of.toISOString());
export const anyUrl = fc.webUrl({ withQueryParameters: true, withFragments: true });
const maybeUrl = fc.oneof({ weight: 9, arbitrary: anyUrl }, { weight: 1, arbitrary: anyText });
const maybeDate = fc.oneof(
  { weight: 19, arbitrary: goodDate },
  { weight: 1, arbitrary: fc.constantFrom("Invalid Date", "2026-02-30T00:00:00Z", "", "0") },
);

export const anyEntry: fc.Arbitrary<SyndicationEntry> = fc.record({
  entry_id: fc.constant("i"),
  stable_id: fc.oneof(
    anyUrl,
    anyText,
    fc.uuid().map((id) => `urn:uuid:${id}`),
  ),
  title: anyText.map(singleLine),
  summary: fc.option(anyText),
  canonical_url: fc.option(maybeUrl),
  language: fc.option(fc.constantFrom("en", "de-AT", "zh-Hant-TW", "not a tag")),
  published_at: maybeDate,
  updated_at: fc.option(maybeDate),
  authors: fc.array(fc.oneof(anyText, fc.emailAddress()), { maxLength: 2 }),
  categories: fc.array(
    fc.oneof(anyText, fc.record({ term: anyText, domain: fc.option(anyText) })),
    {
      maxLength: 2,
    },
  ),
  enclosures: fc.array(
    fc.record({
      url: maybeUrl,
      mime_type: fc.constantFrom("audio/mpeg", "a/b&c", "x/y+z"),
      length_bytes: fc.nat(),
    }),
    { maxLength: 2 },
  ),
});

/** Feeds of which many break a rule: what is rendered is what passed. */
export const anyFeed: fc.Arbitrary<SyndicationFeed> = fc
  .record({
    title: anyText.map((title) => `t${title}`),
    description: fc.option(anyText),
    language: fc.option(fc.constantFrom("en", "de-AT")),
    author: fc.option(fc.oneof(anyText, fc.emailAddress())),
    hub_links: fc.array(anyUrl, { maxLength: 2 }),
    tombstones: fc.array(fc.record({ ref: fc.oneof(anyUrl, anyText), when: maybeDate }), {
      maxLength: 2,
    }),
    entries: fc.array(anyEntry, { minLength: 1, maxLength: 2 }),
    history: fc.constantFrom(null, "complete" as const, "archive" as const),
    links: fc.option(anyUrl.map((href) => [{ rel: "prev-archive" as const, href }])),
  })
  .map((parts) => sampleFeed(parts));
