import fc from "fast-check";
import { Ajv } from "ajv";
import ajvFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { FORMATS } from "../../src/model/formats.ts";
import { guidAsIri } from "../../src/model/guid.ts";
import { FEED_FORMATS } from "../../src/model/feed.ts";
import { childrenNamed, readXml } from "../../src/model/read-xml.ts";
import type { SyndicationFeed } from "../../src/model/syndication.ts";
import { feedProblems } from "../../src/model/validate.ts";
import { againstAtomSchema, haveJing } from "../support/atom-schema.ts";
import { jsonFeedSchema } from "../support/json-feed-schema.ts";
import { anyFeed } from "./any-feed.ts";
import { awkwardFeed } from "./awkward.ts";

const seed = 45;
const decoded = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** What each format gives for feeds that pass validation; the others give nothing. */
function rendered(format: (typeof FEED_FORMATS)[number], numRuns: number) {
  const passed: { readonly feed: SyndicationFeed; readonly bytes: Uint8Array }[] = [];
  let refused = 0;
  fc.assert(
    fc.property(anyFeed, (feed) => {
      const result = FORMATS[format].render(feed);
      expect(result.ok).toBe(feedProblems(feed).length === 0);
      if (result.ok) passed.push({ feed, bytes: result.bytes });
      else refused += 1;
    }),
    { seed, numRuns },
  );
  // Both sides were reached often enough for a property to mean something.
  expect(passed.length).toBeGreaterThan(numRuns / 10);
  expect(refused).toBeGreaterThan(numRuns / 10);
  return passed;
}

describe.each(FEED_FORMATS)("%s", (format) => {
  test("whatever passes validation renders to a document that passes the checks, the same each time", () => {
    for (const { feed, bytes } of rendered(format, 1_000)) {
      expect(FORMATS[format].check(bytes)).toEqual([]);
      expect(FORMATS[format].render(structuredClone(feed))).toMatchObject({ ok: true, bytes });
    }
  });

  test("everything that a library alone gets wrong comes out right", () => {
    const result = FORMATS[format].render(awkwardFeed());
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    expect(FORMATS[format].check(result.bytes)).toEqual([]);
  });
});

test("an item has one identity in every format", () => {
  for (const { feed, bytes } of rendered("atom", 500)) {
    const read = readXml(bytes);
    if (!read.ok) throw new Error(JSON.stringify(read.errors));
    const ids = childrenNamed(read.root, "entry", "http://www.w3.org/2005/Atom").map(
      (entry) => entry.children.find(({ name }) => name === "id")?.text,
    );
    expect(ids).toEqual(
      feed.entries.map(({ stable_id }) => guidAsIri(stable_id, new URL(feed.feed_url).href)),
    );
    const json = FORMATS.json_feed.render(feed);
    if (!json.ok) throw new Error("Atom took it and JSON Feed did not.");
    expect(
      (JSON.parse(decoded(json.bytes)) as { items: { id: string }[] }).items.map(({ id }) => id),
    ).toEqual(feed.entries.map(({ stable_id }) => stable_id));
  }
});

test("different GUIDs never get the same Atom id", () => {
  const guid = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 8 })
    .filter((one) => one.isWellFormed());
  fc.assert(
    fc.property(
      guid,
      guid,
      fc.constantFrom("tag:ex.org,2026-01-01:f", "https://ex.org/f"),
      (a, b, feed) => {
        expect(guidAsIri(a, feed) === guidAsIri(b, feed)).toBe(a === b);
      },
    ),
    { seed, numRuns: 1_000 },
  );
});

test("every JSON Feed satisfies the schema of JSON Feed 1.1", () => {
  const validate = jsonFeedSchema(new Ajv({ strict: false }), ajvFormats);
  for (const { bytes } of rendered("json_feed", 1_000)) {
    validate(JSON.parse(decoded(bytes)));
    expect(validate.errors ?? []).toEqual([]);
  }
});

test.skipIf(!haveJing)(
  "every Atom feed satisfies the RELAX NG schema of RFC 4287",
  { timeout: 120_000 },
  () => {
    const documents = rendered("atom", 1_000).map(({ bytes }) => bytes);
    const awkward = FORMATS.atom.render(awkwardFeed());
    expect(againstAtomSchema(awkward.ok ? [...documents, awkward.bytes] : documents)).toBe("");
  },
);

test.skipIf(!haveJing)("the schema refuses what is no Atom", { timeout: 60_000 }, () => {
  const broken = new TextEncoder().encode(
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>no id</title></feed>',
  );
  expect(againstAtomSchema([broken])).toContain("error");
});
