import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findLinks } from "../../src/model/find-links.ts";

const urlsIn = (text: string): readonly string[] => findLinks(text).map(({ url }) => url);

describe("links are found without the sentence around them", () => {
  test.each<[string, readonly string[]]>([
    ["https://a.example", ["https://a.example"]],
    ["Pay at https://a.example/x. Thanks", ["https://a.example/x"]],
    ["Pay: https://a.example/x!", ["https://a.example/x"]],
    ["Pay:https://a.example/x?", ["https://a.example/x"]],
    ["(see https://a.example/x)", ["https://a.example/x"]],
    ["(see https://a.example/x(1)).", ["https://a.example/x(1)"]],
    ["https://de.wikipedia.org/wiki/A_(B)", ["https://de.wikipedia.org/wiki/A_(B)"]],
    ["“https://a.example/x”", ["https://a.example/x"]],
    ["<https://a.example/x>", ["https://a.example/x"]],
    ["'https://a.example/x'", ["https://a.example/x"]],
    ["**https://a.example/x**", ["https://a.example/x"]],
    ["https://a.example/x…", ["https://a.example/x"]],
    ["https://a.example/?a=1&b=2#c", ["https://a.example/?a=1&b=2#c"]],
    ["https://a.example/?q=[1],x", ["https://a.example/?q=[1],x"]],
    ["https://a.example:8443/x", ["https://a.example:8443/x"]],
    ["HTTPS://A.EXAMPLE/X", ["HTTPS://A.EXAMPLE/X"]],
    [
      "a https://a.example/x\nb https://b.example/y",
      ["https://a.example/x", "https://b.example/y"],
    ],
    ["https://a.example/x,https://b.example/y", ["https://a.example/x", "https://b.example/y"]],
    ["(https://a.example)(https://b.example)", ["https://a.example", "https://b.example"]],
    [
      "https://web.example/web/https://a.example/x",
      ["https://web.example/web/https://a.example/x"],
    ],
    ["访问https://a.example/x，谢谢", ["https://a.example/x"]],
    ["Откройте:https://a.example/ж", ["https://a.example/ж"]],
    ["ftp://a.example/x and foo+bar://x", ["ftp://a.example/x", "foo+bar://x"]],
    // Broken, and meant as links.
    ["https://", ["https://"]],
    ["go to https:// a.example/x", ["https://", "a.example/x"]],
    ["http:/a.example", ["http:/a.example"]],
  ])("%j", (text, urls) => expect(urlsIn(text)).toEqual(urls));
});

describe("hosts without scheme are links where handsets make them so", () => {
  test.each<[string, readonly string[]]>([
    ["see www.a.example.", ["www.a.example"]],
    ["see example.com, please", ["example.com"]],
    ["EXAMPLE.COM", ["EXAMPLE.COM"]],
    ["bit.ly/3xYz)", ["bit.ly/3xYz"]],
    ["a.example/x?y=1", ["a.example/x?y=1"]],
    ["example.de:8080", ["example.de:8080"]],
  ])("%j", (text, urls) => {
    expect(findLinks(text).map(({ url, kind }) => [url, kind])).toEqual(
      urls.map((url) => [url, "bare"]),
    );
  });
});

describe("no links", () => {
  test.each([
    "",
    "plain text",
    "Done.See you",
    "node.js, e.g. this. And that... S.A./NV, 24.12./25.12., z.B./d.h.",
    "mail ada@example.com",
    "version 1.2.3",
    "48.20 EUR, 3.14",
    "C:/dir/x a:/b ://x",
    "tel:+491234 mailto:ada@example.com javascript:alert(1)",
    "Mo.-Fr. 9:00/10:00",
    "and/or",
  ])("%j", (text) => expect(findLinks(text)).toEqual([]));
});

test("a link stands where it is said to stand, and none overlaps another", () => {
  const piece = fc.oneof(
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.domain(),
    fc.constantFrom(
      " ",
      "\n",
      ", ",
      ". ",
      "(",
      ")",
      "://",
      "https://",
      "www.",
      "…",
      "”",
      "ж",
      "😀",
      ":/",
    ),
    fc.string({ maxLength: 8 }),
  );
  let found = 0;
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join("");
      let end = 0;
      for (const { url, index } of findLinks(text)) {
        expect(url).not.toBe("");
        expect(text.slice(index, index + url.length)).toBe(url);
        expect(index).toBeGreaterThanOrEqual(end);
        end = index + url.length;
        found += 1;
      }
    }),
    { seed: 5, numRuns: 2_000 },
  );
  expect(found).toBeGreaterThan(1_000);
});

test("a URL between words is found whole", () => {
  // Punctuation at the very end of a URL, and a bracket that it only opens, belong to the sentence, as every reader takes it.
  const url = fc
    .webUrl({ withQueryParameters: true, withFragments: true })
    .filter((each) => !/[.,;:!?'*_~]$|[()[\]{}]/.test(each));
  fc.assert(
    fc.property(url, fc.constantFrom("", ".", "!", ",", ")", "”", "\n"), (each, after) => {
      expect(urlsIn(`Look (at it: ${each}${after} now`)).toEqual([each]);
    }),
    { seed: 6, numRuns: 1_000 },
  );
});

test("a text made to be slow is looked through in time that grows with its length", () => {
  // Quadratic, any of these would take minutes.
  for (const text of [
    `https://a${")".repeat(400_000)}`,
    `https://a${"(".repeat(100_000)}${")".repeat(300_000)}`,
    "https://a,".repeat(40_000),
    `${",".repeat(400_000)}https://a`,
    "a.".repeat(200_000),
    ":/".repeat(200_000),
    "a:/".repeat(130_000),
    "a".repeat(400_000),
    `${"a".repeat(400_000)}.b`,
    ".a ".repeat(130_000),
  ])
    expect(Array.isArray(findLinks(text))).toBe(true);
});
