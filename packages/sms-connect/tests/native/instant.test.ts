import fc from "fast-check";
import { expect, test } from "vitest";
import { instantOf } from "../../src/native/instant.ts";

test.each([
  ["2026-11-25T10:00:00Z", Date.UTC(2026, 10, 25, 10)],
  ["2026-11-25T10:00:00.123Z", Date.UTC(2026, 10, 25, 10, 0, 0, 123)],
  ["2026-11-25T11:00:00+01:00", Date.UTC(2026, 10, 25, 10)],
  ["2026-11-25T10:00:00+00:00", Date.UTC(2026, 10, 25, 10)],
])("%s is an instant", (text, instant) => {
  expect(instantOf(text)).toBe(instant);
});

test.each([
  undefined,
  null,
  "",
  "2026-11-25",
  "2026-11-25T10:00:00",
  "2026-11-25 10:00:00Z",
  "2026-11-25T10:00:00 00:00",
  "2026-02-30T10:00:00Z",
  "25 Nov 2026 10:00:00 GMT",
  "1790000000",
])("%j is none: nothing is added to it", (text) => {
  expect(instantOf(text)).toBeNull();
});

test("every instant that is written out is read again", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date(0), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true }),
      (date) => {
        expect(instantOf(date.toISOString())).toBe(date.getTime());
      },
    ),
    { seed: 42 },
  );
});
