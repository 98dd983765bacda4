import { expect, test } from "vitest";
import { ManualClock } from "../src/testing/index.ts";
import { waitUntil } from "../src/wait-until.ts";

function waiting(at: number) {
  const clock = new ManualClock(1_000);
  const caller = new AbortController();
  const ended: number[] = [];
  void waitUntil(clock, at, caller.signal).then(() => ended.push(clock.now()));
  return { clock, caller, ended };
}

test("waiting ends at its instant, not before, and once", async () => {
  const { clock, caller, ended } = waiting(1_500);
  await clock.advance(499);
  expect(ended).toEqual([]);
  await clock.advance(1);
  caller.abort();
  await Promise.resolve();
  expect(ended).toEqual([1_500]);
});

test("waiting ends when its caller waits no more", async () => {
  const { clock, caller, ended } = waiting(1_500);
  await clock.advance(200);
  caller.abort();
  await Promise.resolve();
  await clock.advance(1_000);
  expect(ended).toEqual([1_200]);
});
