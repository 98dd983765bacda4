import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isKnownNewer, newestOf, type StoredNative } from "../../src/index.ts";
import { native } from "./natives.ts";

const types = (natives: readonly StoredNative[]): string[] => natives.map(({ type }) => type);
const some = fc.array(
  fc
    .tuple(
      fc.constantFrom("flown", "landed", "lost"),
      fc.constantFrom(null, 1, 2, 3),
      fc.constantFrom("adapter" as const, "provider_webhook" as const),
    )
    .map((told) => native(...told)),
  { maxLength: 8 },
);

describe("the newest", () => {
  it("is by trusted time, and all of those that share it", () => {
    expect(types(newestOf([native("a", 3), native("b", 1), native("c", 3)]))).toEqual(["a", "c"]);
  });

  it("may be what no trusted clock tells: it stays in", () => {
    expect(types(newestOf([native("a", 1), native("b", null), native("c", 2)]))).toEqual([
      "b",
      "c",
    ]);
    expect(types(newestOf([native("a", null), native("b", null)]))).toEqual(["a", "b"]);
  });

  it("takes our own clock for what we did ourselves", () => {
    expect(types(newestOf([native("own", 1, "adapter"), native("a", 2)]))).toEqual(["a"]);
    expect(types(newestOf([native("own", 3, "adapter"), native("a", 2)]))).toEqual(["own"]);
  });

  it("of nothing is nothing", () => {
    expect(newestOf([])).toEqual([]);
  });

  it("hangs neither on the order of arrival nor on repetition", () => {
    const ids = (natives: readonly StoredNative[]) =>
      new Set(newestOf(natives).map(({ id }) => id));
    fc.assert(
      fc.property(some, (natives) => {
        expect(ids([...natives, ...natives].toReversed())).toEqual(ids(natives));
      }),
      { seed: 21, numRuns: 500 },
    );
  });
});

describe("what is known to be newer", () => {
  it("has a trusted time after all of the others", () => {
    expect(isKnownNewer([native("a", 1), native("b", 3)], [native("c", 2)])).toBe(true);
    expect(isKnownNewer([native("a", 2)], [native("c", 2)])).toBe(false);
    expect(isKnownNewer([native("a", 2)], [native("b", 1), native("c", 3)])).toBe(false);
  });

  it("is never what has none, nor what is set against something that has none", () => {
    expect(isKnownNewer([native("a", null)], [native("b", 1)])).toBe(false);
    expect(isKnownNewer([native("a", 3)], [native("b", 1), native("c", null)])).toBe(false);
  });

  it("is anything, where there is nothing else", () => {
    expect(isKnownNewer([native("a", null)], [])).toBe(true);
    expect(isKnownNewer([], [])).toBe(false);
  });

  it("is not the older of the two as well", () => {
    fc.assert(
      fc.property(some, some, (a, b) => {
        expect(isKnownNewer(a, b) && b.length > 0 && isKnownNewer(b, newestOf(a))).toBe(false);
      }),
      { seed: 22, numRuns: 500 },
    );
  });
});
