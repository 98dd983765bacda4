import { expect, test } from "vitest";
import { CatchingUp } from "../../../src/provider/session/catching-up.ts";

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function catching(answers: boolean[]) {
  const wakes: (() => void)[] = [];
  const state = { reads: 0, connected: true };
  const catchingUp = new CatchingUp({
    clock: {
      now: () => 0,
      wakeAt(_at, wake) {
        wakes.push(wake);
        return () => undefined;
      },
    },
    archive: {
      catchUp: async () => {
        state.reads += 1;
        const answer = answers.shift();
        if (answer === undefined) throw new Error("There is no archive.");
        return answer;
      },
    },
    againMs: 100,
    connected: () => state.connected,
  });
  return { catchingUp, state, wakes };
}

test("it is read once at a time, and again after a while where it did not answer", async () => {
  const { catchingUp, state, wakes } = catching([false, true]);
  await Promise.all([catchingUp.go(), catchingUp.go()]);
  expect([state.reads, catchingUp.done, wakes.length]).toEqual([1, false, 1]);
  wakes[0]?.();
  await turn();
  expect([state.reads, catchingUp.done, wakes.length]).toEqual([2, true, 1]);
});

test("without a connection it is not read again; the next connection does that", async () => {
  const { catchingUp, state, wakes } = catching([]);
  await catchingUp.go();
  state.connected = false;
  wakes[0]?.();
  await turn();
  expect([state.reads, catchingUp.done]).toEqual([1, false]);
});
