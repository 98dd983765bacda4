import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differences, matchMultiset } from "@underclaim/contract/golden";

const options = { seed: 13, numRuns: 300 };
const json = fc.jsonValue({ maxDepth: 3 });

describe("differences", () => {
  it("finds none between any value and itself", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(differences(value, structuredClone(value))).toEqual([]);
      }),
      options,
    );
  });

  it("looks only at what is expected", () => {
    expect(differences({ a: { b: 1 } }, { a: { b: 1, c: 2 }, d: 3 })).toEqual([]);
  });

  it("takes timestamps as instants, and only timestamps", () => {
    const at = (time: string) => ({ at: time });
    expect(differences(at("2026-01-01T12:00:01Z"), at("2026-01-01T12:00:01.000Z"))).toEqual([]);
    expect(differences(at("2026-01-01T12:00:01Z"), at("2026-01-01T13:00:01+01:00"))).toEqual([]);
    expect(differences(at("2026-01-01T12:00:01Z"), at("2026-01-01T12:00:01.001Z"))).toHaveLength(1);
    expect(differences(at("2026-01-01"), at("2026-01-01T00:00:00Z"))).toHaveLength(1);
  });

  it("names the place, what was expected and what was there", () => {
    expect(differences({ a: { b: 1, c: 2 } }, { a: { b: 1 } })).toEqual([
      { path: "a.c", expected: 2, actual: undefined },
    ]);
    expect(differences({ a: { b: 1 } }, { a: "text" })).toEqual([
      { path: "a", expected: { b: 1 }, actual: "text" },
    ]);
    expect(differences(1, "1")).toEqual([{ path: "(whole)", expected: 1, actual: "1" }]);
  });

  it("takes null for absent, and any for whatever is there", () => {
    expect(differences({ a: null }, {})).toEqual([]);
    expect(differences({ a: null }, { a: 0 })).toHaveLength(1);
    expect(differences({ a: "{{any}}" }, { a: 0 })).toEqual([]);
    expect(differences({ a: "{{any}}" }, { a: null })).toHaveLength(1);
  });

  it("finds the members of a list in any order, each in a place of its own", () => {
    expect(differences([{ n: 2 }, { n: 1 }], [{ n: 1 }, { n: 3 }, { n: 2 }])).toEqual([]);
    expect(differences([1, 1], [1, 2])).toHaveLength(1);
    expect(differences({ refs: [{ n: 2 }] }, { refs: [{ n: 1 }] })).toEqual([
      { path: "refs[0].n", expected: 2, actual: 1 },
    ]);
  });

  it("takes an empty list at its word", () => {
    expect(differences([], [])).toEqual([]);
    expect(differences({ notes: [] }, {})).toEqual([]);
    expect(differences([], [1])).toHaveLength(1);
  });
});

describe("matchMultiset", () => {
  it("does not depend on the order of the expectations or of the events", () => {
    const loose = { event_type: "a" };
    const strict = { event_type: "a", n: 1 };
    const events = [
      { event_type: "a", n: 1 },
      { event_type: "a", n: 2 },
    ];
    for (const wanted of [
      [loose, strict],
      [strict, loose],
    ]) {
      for (const given of [events, events.toReversed()]) {
        expect(matchMultiset(wanted, given)).toMatchObject({ missing: [], unexpected: [] });
      }
    }
  });

  it("finds a complete pairing wherever there is one", () => {
    const event = fc.record({ a: fc.nat(2), b: fc.nat(2), c: fc.nat(2) });
    const hidden = fc.array(fc.tuple(event, fc.subarray(["a", "b", "c"] as const), fc.nat()), {
      maxLength: 7,
    });
    fc.assert(
      fc.property(hidden, (drawn) => {
        const actual = drawn.map(([each]) => each);
        const expected = drawn
          .toSorted(([, , x], [, , y]) => x - y)
          .map(([each, keys]) => Object.fromEntries(keys.map((key) => [key, each[key]])));
        expect(matchMultiset(expected, actual)).toMatchObject({ missing: [], unexpected: [] });
      }),
      options,
    );
  });

  it("names what is missing with what comes nearest, and what is over", () => {
    const match = matchMultiset(
      [{ event_type: "a", n: 1 }, { event_type: "b" }],
      [{ event_type: "c" }, { event_type: "a", n: 2 }, { event_type: "b" }],
    );
    expect(match.pairs).toEqual([[1, 2]]);
    expect(match.missing).toEqual([
      {
        index: 0,
        expected: { event_type: "a", n: 1 },
        closest: { index: 1, differences: [{ path: "n", expected: 1, actual: 2 }] },
      },
    ]);
    expect(match.unexpected.map(({ index }) => index)).toEqual([0, 1]);
  });

  it("counts repeats", () => {
    expect(matchMultiset([{ n: 1 }, { n: 1 }], [{ n: 1 }]).missing).toEqual([
      { index: 1, expected: { n: 1 } },
    ]);
    expect(matchMultiset([{ n: 1 }], [{ n: 1 }, { n: 1 }]).unexpected).toHaveLength(1);
  });
});
