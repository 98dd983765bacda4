import { describe, expect, it } from "vitest";
import { createDates, dateOfChange } from "../../src/publication/dating.ts";

const T = Date.UTC(2026, 0, 1, 12);

describe("the date of a change", () => {
  it("is the first whole second after it", () => {
    expect(dateOfChange(T)).toBe(T + 1_000);
    expect(dateOfChange(T + 999)).toBe(T + 1_000);
  });

  it("is later than what was told before, whatever the clock says", () => {
    expect(dateOfChange(T - 60_000, T)).toBe(T + 1_000);
  });
});

describe("the dates of a feed's documents", () => {
  it("stay as they are while the document does", () => {
    const dates = createDates(2, null);
    dates.noteChange(T);
    expect(dates.of("a", "1", true)).toBe(T + 1_000);
    dates.noteServed(T + 5_000);
    dates.noteChange(T + 5_000);
    expect(dates.of("a", "1", true)).toBe(T + 1_000);
    expect(dates.of("a", "2", true)).toBe(T + 6_000);
  });

  it("of a busy feed do not run ahead of the clock", () => {
    const dates = createDates(2, null);
    for (let at = T; at < T + 900; at += 10) {
      dates.noteChange(at);
      dates.noteServed(at);
    }
    expect(dates.changed).toBe(T + 1_000);
  });

  it("that are not remembered are as new as the feed", () => {
    const dates = createDates(1, null);
    dates.noteChange(T);
    dates.of("a", "1", true);
    dates.of("b", "1", true);
    dates.of("c", "1", false);
    dates.noteChange(T + 5_000);
    expect(["a", "b", "c"].map((name) => dates.of(name, "1", true))).toEqual([
      T + 1_000,
      T + 6_000,
      T + 6_000,
    ]);
  });
});
