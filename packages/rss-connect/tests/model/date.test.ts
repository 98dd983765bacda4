import { describe, expect, test } from "vitest";
import { isRfc822Date, parseTimestamp, timestampProblems } from "../../src/model/date.ts";

describe("parseTimestamp", () => {
  test.each([
    ["2026-01-01T12:00:00Z", 1_767_268_800_000],
    ["2026-01-01t13:00:00.000+01:00", 1_767_268_800_000],
    ["2024-02-29T00:00:00Z", 1_709_164_800_000],
    ["1970-01-01T00:00:00Z", 0],
  ])("reads %s", (value, milliseconds) => {
    expect(parseTimestamp(value)).toBe(milliseconds);
  });

  test.each([
    "",
    "yesterday",
    "Invalid Date",
    "2026-01-01",
    "2026-01-01T12:00:00",
    "2026-01-01 12:00:00Z",
    "2026-02-29T00:00:00Z",
    "2026-04-31T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-00-10T00:00:00Z",
    "2026-01-00T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T23:59:60Z",
    "2026-01-01T00:00:00+24:00",
    "1969-12-31T23:59:59Z",
    "0026-01-01T00:00:00Z",
    "2200-01-01T00:00:00Z",
    "+12026-01-01T00:00:00Z",
  ])("refuses %j", (value) => {
    expect(parseTimestamp(value)).toHaveProperty("wrong");
  });
});

test("a wrong date is refused with its field and value", () => {
  expect(
    timestampProblems("2026-02-30T00:00:00Z", "published_at", "fail.item_render_failed"),
  ).toMatchObject([{ rule: "timestamp", field: "published_at", value: "2026-02-30T00:00:00Z" }]);
});

describe("isRfc822Date", () => {
  test.each([
    "Thu, 01 Jan 2026 12:00:00 GMT",
    "1 Jan 2026 12:00 +0100",
    "01 Jan 2026 12:00:00 EST",
  ])("accepts %s", (value) => expect(isRfc822Date(value)).toBe(true));
  test.each([
    "Invalid Date",
    "Fri, 01 Jan 2026 12:00:00 GMT",
    "Thu, 31 Feb 2026 12:00:00 GMT",
    "Thu, 01 Foo 2026 12:00:00 GMT",
    "Thu, 01 Jan 2026 25:00:00 GMT",
    "2026-01-01T12:00:00Z",
    "",
  ])("refuses %j", (value) => expect(isRfc822Date(value)).toBe(false));
});
