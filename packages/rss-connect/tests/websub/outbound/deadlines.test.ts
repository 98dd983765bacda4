import { ManualClock } from "@underclaim/runtime/testing";
import { expect, test } from "vitest";
import { deadlines } from "../../../src/websub/outbound/deadlines.ts";

const turn = async (): Promise<void> => undefined;

test("each ends when its own time is over, unless it was called off", async () => {
  const clock = new ManualClock(0);
  const ends = deadlines(clock, 1_000);
  const over: string[] = [];
  const first = ends(() => over.push("first"));
  await clock.advance(400, turn);
  ends(() => over.push("second"));
  const third = ends(() => over.push("third"));
  first();
  await clock.advance(999, turn);
  expect(over).toEqual([]);
  third();
  await clock.advance(1, turn);
  expect(over).toEqual(["second"]);
  first();
  await clock.advance(10_000, turn);
  expect(over).toEqual(["second"]);
});

test("however many wait, there is one alarm, and none when nobody waits", () => {
  let alarms = 0;
  const ends = deadlines(
    {
      now: () => 0,
      wakeAt: () => {
        alarms += 1;
        return () => void (alarms -= 1);
      },
    },
    1_000,
  );
  const cancels = Array.from({ length: 50 }, () => ends(() => undefined));
  expect(alarms).toBe(1);
  for (const cancel of cancels) cancel();
  expect(alarms).toBe(0);
});

test("nobody waits longer because the clock was set back", async () => {
  const clock = new ManualClock(3_600_000);
  const ends = deadlines(clock, 1_000);
  const over: string[] = [];
  ends(() => over.push("before"));
  await clock.advance(-3_600_000, turn);
  const answered = ends(() => over.push("answered"));
  await clock.advance(100, turn);
  ends(() => over.push("after"));
  answered();
  await clock.advance(900, turn);
  expect(over).toEqual(["before"]);
  await clock.advance(100, turn);
  expect(over).toEqual(["before", "after"]);
});
