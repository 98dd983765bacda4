import { describe, expect, it } from "vitest";
import { createDates, dateOfChange } from "../../src/publication/dating.ts";

const NOTHING = { changed: 0, documents: [] };
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
    const dates = createDates(2, NOTHING);
    dates.noteChange(T);
    expect(dates.of("a", "1")).toBe(T + 1_000);
    dates.noteServed(T + 5_000);
    dates.noteChange(T + 5_000);
    expect(dates.of("a", "1")).toBe(T + 1_000);
    expect(dates.of("a", "2")).toBe(T + 6_000);
  });

  it("of a busy feed do not run ahead of the clock", () => {
    const dates = createDates(2, NOTHING);
    for (let at = T; at < T + 900; at += 10) {
      dates.noteChange(at);
      dates.noteServed(at);
    }
    expect(dates.changed).toBe(T + 1_000);
  });

  it("that are not remembered are as new as the feed", () => {
    const dates = createDates(1, NOTHING);
    dates.noteChange(T);
    dates.of("a", "1");
    dates.of("b", "1");
    dates.ofUnremembered("c");
    dates.noteChange(T + 5_000);
    expect(["a", "b", "c"].map((name) => dates.of(name, "1"))).toEqual([
      T + 1_000,
      T + 6_000,
      T + 6_000,
    ]);
  });

  it("are as the process before left them, and are to be kept where they are not", () => {
    const known = { document: "a", etag: "1", modified: T };
    const dates = createDates(2, { changed: T, documents: [known] });
    dates.noteChange(T + 60_000);
    expect(dates.of("a", "1")).toBe(T);
    expect(dates.unkept("a")).toBeNull();
    expect(dates.of("a", "2")).toBe(T + 61_000);
    expect(dates.unkept("a")).toEqual({ document: "a", etag: "2", modified: T + 61_000 });
    dates.noteKept("a", { etag: "2", modified: T + 61_000 });
    expect(dates.unkept("a")).toBeNull();
    expect(dates.ofUnremembered("a")).toBe(T + 61_000);
    expect(dates.unkept("a")).toEqual({ document: "a", etag: null });
    expect(dates.unkept("b")).toBeNull();
  });

  it("are to be kept where a document is as it was before, and was otherwise meanwhile", () => {
    const known = { document: "a", etag: "1", modified: T };
    const dates = createDates(2, { changed: T, documents: [known] });
    dates.noteChange(T + 60_000);
    // It was served, and its date could not be kept.
    dates.of("a", "2");
    dates.noteServed(T + 62_000);
    dates.noteChange(T + 62_000);
    const again = { document: "a", etag: "1", modified: T + 63_000 };
    expect(dates.of("a", "1")).toBe(again.modified);
    expect(dates.unkept("a")).toEqual(again);
    dates.noteKept("a", again);
    expect(dates.unkept("a")).toBeNull();
  });

  it("are to be kept again when what was kept is lost", () => {
    const known = { document: "a", etag: "1", modified: T };
    const dates = createDates(2, { changed: T, documents: [known] });
    dates.noteLost();
    expect(dates.of("a", "1")).toBe(T);
    expect(dates.unkept("a")).toEqual(known);
  });
});
