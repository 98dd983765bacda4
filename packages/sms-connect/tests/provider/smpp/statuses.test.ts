import { errors } from "smpp";
import { describe, expect, test } from "vitest";
import { REJECTIONS } from "../../../src/native/rejections.ts";
import { statusOf } from "../../../src/provider/smpp/statuses.ts";

/** Renamed by version 5.0, which the library has. */
const RENAMED = new Set([0xc0, 0xc1, 0xc2, 0xc3, 0xc4]);
/** Of broadcasts and sub-units, which 3.4 does not have. */
const OF_3_4 = 0x104;

describe("the statuses", () => {
  test("bear the names that another implementation knows them by", () => {
    const others = Object.entries(errors).filter(
      ([, code]) => code > 0 && code <= OF_3_4 && !RENAMED.has(code),
    );
    expect(others.length).toBeGreaterThan(40);
    expect(others.filter(([name, code]) => statusOf(code).name !== name)).toEqual([]);
  });

  test("all mean a rejection that the channel knows, or that nothing was taken", () => {
    const meanings = [...Array.from({ length: 0x110 }).keys()].map((code) => statusOf(code).means);
    expect(meanings.filter((means) => means !== "not_taken" && !(means in REJECTIONS))).toEqual([]);
  });

  test("that mean that nothing was taken are those that SMPP documents so", () => {
    const codes = [...Array.from({ length: 0x500 }).keys()];
    expect(codes.filter((code) => statusOf(code).means === "not_taken")).toEqual([
      0x04, 0x14, 0x58,
    ]);
  });

  test("that nobody knows are refusals under their number", () => {
    expect(statusOf(0x4a7)).toEqual({
      code: 0x4a7,
      name: "0x000004a7",
      means: "rejected",
      retryable: false,
    });
  });
});
