import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  consentIn,
  consentStateOf,
  withConsent,
  withOptOut,
  withReopening,
  type ConsentBook,
} from "../../src/model/consent-book.ts";
import {
  standingIn,
  suppressionsIn,
  withLift,
  withSuppression,
  type SuppressionBook,
} from "../../src/model/suppression-book.ts";

const RUN = { seed: 7102, numRuns: 500 };
const NOW = 50;
const at = fc.integer({ min: 0, max: 6 });
const ends = fc.option(fc.integer({ min: 10, max: 90 }));

type ConsentChange = (book: ConsentBook) => ConsentBook;
const optIn = fc.record({
  state: fc.constantFrom("opted_in", "not_required", "disputed", "unknown"),
  at: fc.option(at),
  source: fc.constantFrom("form", "operator"),
  evidenceRef: fc.constantFrom("a", "b", null),
  expiresAt: ends,
});
const optOut = fc.record({
  at,
  source: fc.constantFrom("sms_keyword", "form"),
  evidenceRef: fc.constantFrom("a", null),
});
const consentChange: fc.Arbitrary<ConsentChange> = fc.oneof(
  optIn.map(
    (said): ConsentChange =>
      (book) =>
        withConsent(book, said),
  ),
  optOut.map(
    (said): ConsentChange =>
      (book) =>
        withOptOut(book, said),
  ),
  at.map(
    (when): ConsentChange =>
      (book) =>
        withReopening(book, when),
  ),
);

type SuppressionChange = (book: SuppressionBook) => SuppressionBook;
const type = fc.constantFrom("opt_out", "manual");
const source = fc.constantFrom("participant", "operator");
const reason = fc.constantFrom("x", "y", null);
const suppressionChange: fc.Arbitrary<SuppressionChange> = fc.oneof(
  fc.tuple(type, fc.record({ at, source, reason, expiresAt: ends })).map(
    ([of, said]): SuppressionChange =>
      (book) =>
        withSuppression(book, of, said),
  ),
  fc.tuple(type, fc.record({ at, source, reason })).map(
    ([of, said]): SuppressionChange =>
      (book) =>
        withLift(book, of, said),
  ),
);

const shuffled = <T>(all: readonly T[], order: readonly number[]): T[] =>
  all
    .map((each, index) => ({ each, rank: order[index % order.length] ?? 0, index }))
    .toSorted((a, b) => a.rank - b.rank || b.index - a.index)
    .map(({ each }) => each);
const order = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 12 });

describe("what stands", () => {
  test("does not depend on the order in which consents arrive, nor on repetition", () => {
    fc.assert(
      fc.property(fc.array(consentChange, { maxLength: 8 }), order, (changes, by) => {
        const apply = (all: readonly ConsentChange[]) =>
          all.reduce((book, change) => change(book), consentIn(null));
        const straight = apply(changes);
        expect(apply(shuffled([...changes, ...changes], by))).toEqual(straight);
      }),
      RUN,
    );
  });

  test("does not depend on the order in which suppressions arrive, nor on repetition", () => {
    fc.assert(
      fc.property(fc.array(suppressionChange, { maxLength: 8 }), order, (changes, by) => {
        const apply = (all: readonly SuppressionChange[]) =>
          all.reduce((book, change) => change(book), suppressionsIn(null));
        const types = (book: SuppressionBook) =>
          standingIn(book, NOW)
            .map((each) => JSON.stringify(each))
            .toSorted();
        expect(types(apply(shuffled([...changes, ...changes], by)))).toEqual(types(apply(changes)));
      }),
      RUN,
    );
  });

  test("an opt-out as late as anything that permits stands", () => {
    fc.assert(
      fc.property(fc.array(consentChange, { maxLength: 8 }), optOut, (changes, said) => {
        const latest = { ...said, at: 6 };
        const book = changes.reduce(
          (all, change) => change(all),
          withOptOut(consentIn(null), latest),
        );
        expect(consentStateOf(book, NOW)).toBe("opted_out");
      }),
      RUN,
    );
    fc.assert(
      fc.property(fc.array(suppressionChange, { maxLength: 8 }), source, (changes, by) => {
        const latest = { at: 6, source: by, reason: null, expiresAt: null };
        const book = changes.reduce(
          (all, change) => change(all),
          withSuppression(suppressionsIn(null), "opt_out", latest),
        );
        expect(standingIn(book, NOW).some((each) => each.type === "opt_out")).toBe(true);
      }),
      RUN,
    );
  });

  test("nothing but an opt-in makes an opt-in, and a word that reopens makes none", () => {
    fc.assert(
      fc.property(fc.array(consentChange, { maxLength: 8 }), at, (changes, when) => {
        const book = changes.reduce((all, change) => change(all), consentIn(null));
        const after = consentStateOf(withReopening(book, when), NOW);
        if (after === "opted_in") expect(book.recorded?.state).toBe("opted_in");
      }),
      RUN,
    );
  });
});
