import { ManualClock, seededIds } from "@underclaim/runtime/testing";
import { describe, expect, test } from "vitest";

describe("the manual clock", () => {
  test("rings alarms in order of time, each at its own instant, also those set on the way", async () => {
    const clock = new ManualClock(0);
    const rung: string[] = [];
    clock.wakeAt(30, () => rung.push(`late ${clock.now()}`));
    clock.wakeAt(10, () => {
      rung.push(`early ${clock.now()}`);
      clock.wakeAt(20, () => rung.push(`between ${clock.now()}`));
    });
    clock.wakeAt(99, () => rung.push("never"));
    await clock.advance(50);
    expect(rung).toEqual(["early 10", "between 20", "late 30"]);
    expect(clock.now()).toBe(50);
  });

  test("waits between alarms for what each set off", async () => {
    const clock = new ManualClock(0);
    const seen: number[] = [];
    clock.wakeAt(1, () => undefined);
    clock.wakeAt(2, () => undefined);
    await clock.advance(5, async () => void seen.push(clock.now()));
    expect(seen).toEqual([0, 1, 2]);
  });

  test("does not ring what was cancelled or belongs to a process that has ended", async () => {
    const clock = new ManualClock(0);
    const rung: string[] = [];
    clock.wakeAt(1, () => rung.push("cancelled"))();
    const life = clock.processClock();
    life.clock.wakeAt(1, () => rung.push("dead"));
    life.stop();
    await clock.advance(5);
    expect(rung).toEqual([]);
  });

  test("rings what is overdue at once, without going back", async () => {
    const clock = new ManualClock(100);
    let at = 0;
    clock.wakeAt(10, () => (at = clock.now()));
    await clock.ring();
    expect(at).toBe(100);
  });
});

test("seeded identifiers are the same for the same seed, and differ among themselves", () => {
  const draw = (seed: number) => {
    const ids = seededIds(seed);
    return Array.from({ length: 100 }, () => ids.next("op"));
  };
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
  expect(new Set(draw(1)).size).toBe(100);
});
