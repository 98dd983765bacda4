import { describe, expect, it } from "vitest";
import { idsFrom, randomIds } from "../src/system.ts";

describe("an identifier", () => {
  it("has 26 characters after its prefix", () => {
    expect(randomIds.next("op")).toMatch(/^op_[0-9a-v]{26}$/);
  });

  it("sorts after every identifier of an earlier millisecond, whatever its random part", () => {
    let now = 1_767_225_600_000;
    const highest = idsFrom(
      (bytes) => new Uint8Array(bytes).fill(255),
      () => now,
    );
    const lowest = idsFrom(
      (bytes) => new Uint8Array(bytes),
      () => now,
    );
    const earlier = highest.next("op");
    now += 1;
    expect(lowest.next("op") > earlier).toBe(true);
  });

  it("is never given twice", () => {
    const many = new Set(Array.from({ length: 10_000 }, () => randomIds.next("op")));
    expect(many.size).toBe(10_000);
  });

  it("is all random where no clock is given", () => {
    const ids = idsFrom((bytes) => Uint8Array.from({ length: bytes }, (_, at) => at));
    expect(ids.next("x")).toBe("x_000g40o40k30e209185go38e1s");
  });
});
