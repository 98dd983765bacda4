import crawlers from "crawler-user-agents";
import { describe, expect, test } from "vitest";
import { classifyConsumer } from "../../../src/native/consumers/classify.ts";
import { listedClasses } from "../../../src/native/consumers/maintained-list.ts";
import { NOT_READERS, OWN_PRODUCTS } from "../../../src/native/consumers/products.ts";

describe("the maintained list", () => {
  test("every one of its examples is recognised", () => {
    const missed = crawlers.flatMap(({ pattern, instances }) =>
      instances.filter((one) => new RegExp(pattern).test(one) && listedClasses(one).size === 0),
    );
    expect(missed).toEqual([]);
  });

  test("none of its examples is taken for a known system or rated high", () => {
    const wrong = crawlers
      .flatMap(({ instances }) => instances)
      .filter((userAgent) => {
        const { classification, confidence } = classifyConsumer({ userAgent });
        return classification.startsWith("known_") || confidence === "high";
      });
    expect(wrong).toEqual([]);
  });

  test("every exception names a pattern that is in it", () => {
    const patterns = new Set(crawlers.map(({ pattern }) => pattern));
    expect([...NOT_READERS].filter((pattern) => !patterns.has(pattern))).toEqual([]);
  });
});

test("the own table is lower case, so that it matches whatever the case", () => {
  const markers = Object.values(OWN_PRODUCTS).flatMap((products) =>
    products.map(([marker]) => marker),
  );
  expect(markers.filter((marker) => marker !== marker.toLowerCase())).toEqual([]);
  expect(new Set(markers).size).toBe(markers.length);
});

describe("hostile user agents of 8 KB", () => {
  test.each([
    ["one letter", "a".repeat(8192)],
    ["spaces", " ".repeat(8192)],
    ["openings", "Mozilla/5.0 (compatible; ".repeat(330)],
    ["digits", "1".repeat(8192)],
    ["near misses of the list's open patterns", "Current Spider ContextualBot ".repeat(280)],
    ["line ends", "\n\r".repeat(4096)],
    ["half pairs", "\ud800".repeat(8192)],
    ["like like", "like ".repeat(1600)],
  ])("%s: a hundred take less than a second", (_, userAgent) => {
    const started = performance.now();
    for (let count = 0; count < 100; count++) classifyConsumer({ userAgent });
    // About 15 ms; the bound only tells linear from exponential.
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
