import { describe, expect, test } from "vitest";
import { Repeats } from "../../../src/provider/smpp/repeats.ts";
import { START } from "./harness.ts";

const minute = 60_000;

describe("answers to messages from handsets", () => {
  test("count, so that the same words once more are no repetition", () => {
    const repeats = new Repeats();
    expect(repeats.answeredBefore("a", START)).toBe(0);
    repeats.answered("a", START, START);
    expect(repeats.answeredBefore("a", START + 1)).toBe(1);
    expect(repeats.answeredBefore("b", START + 1)).toBe(0);
  });

  test("are in doubt where the connection ended within the minute", () => {
    const repeats = new Repeats();
    repeats.answered("a", START, START);
    repeats.answered("a", START + 2 * minute, START + 2 * minute);
    repeats.connectionEnded(START + 2 * minute + 30_000);
    expect(repeats.answeredBefore("a", START + 3 * minute)).toBe(1);
  });

  test("are forgotten with their span", () => {
    const repeats = new Repeats();
    repeats.answered("a", START, START);
    expect(repeats.answeredBefore("a", START + 10 * minute)).toBe(0);
    repeats.answered("b", START + 10 * minute, START + 10 * minute);
    repeats.answered("a", START, START + 11 * minute);
    expect(repeats.answeredBefore("a", START)).toBe(0);
  });
});
