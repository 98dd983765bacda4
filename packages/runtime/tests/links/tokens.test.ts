import { idsFrom } from "../../src/index.ts";
import { seededIds } from "../../src/testing/index.ts";
import { describe, expect, test } from "vitest";
import { isLinkToken, linkToken } from "../../src/links/tokens.ts";

describe("a token of a redirect", () => {
  test("is short, and letters and digits alone", () => {
    const ids = seededIds(1);
    for (let n = 0; n < 500; n += 1) {
      const token = linkToken(ids);
      expect(token).toMatch(/^[0-9A-Za-z]{17}$/);
      expect(isLinkToken(token)).toBe(true);
    }
  });

  test("holds 101 bits: every character is one of 62", () => {
    const ids = seededIds(2);
    const seen = Array.from({ length: 17 }, () => new Set<string>());
    for (let n = 0; n < 2_000; n += 1)
      for (const [at, character] of Array.from(linkToken(ids)).entries()) seen[at]?.add(character);
    expect(seen.map(({ size }) => size)).toEqual(Array.from({ length: 17 }, () => 62));
    expect(17 * Math.log2(62)).toBeGreaterThan(96);
  });

  test("does not come twice, and does not sort by time although ids do", () => {
    let now = 1_000_000;
    let counter = 0;
    const ids = idsFrom(
      (length) => Uint8Array.from({ length }, () => (counter = (counter * 73 + 41) % 256)),
      () => (now += 1_000),
    );
    const tokens = Array.from({ length: 300 }, () => linkToken(ids));
    expect(new Set(tokens).size).toBe(300);
    expect(tokens.toSorted()).not.toEqual(tokens);
  });

  test.each([
    "",
    "short",
    "a".repeat(18),
    "../../etc/passwd12",
    "aaaaaaaaaaaaaaaa\n",
    "aaaaaaaaaaaaaaaa-",
  ])("is not %j", (text) => {
    expect(isLinkToken(text)).toBe(false);
  });
});
