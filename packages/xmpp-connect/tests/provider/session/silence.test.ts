import { expect, test } from "vitest";
import { Silence } from "../../../src/provider/session/silence.ts";

function watching() {
  const state = { time: 0, asked: 0 };
  let due: { at: number; wake: () => void } | null = null;
  const silence = new Silence({
    clock: {
      now: () => state.time,
      wakeAt(at, wake) {
        const one = { at, wake };
        due = one;
        return () => {
          if (due === one) due = null;
        };
      },
    },
    most: 100,
    ask: () => void (state.asked += 1),
  });
  return {
    silence,
    asked: () => state.asked,
    pass(ms: number) {
      const end = state.time + ms;
      while (due !== null && due.at <= end) {
        const { at, wake } = due;
        due = null;
        state.time = at;
        wake();
      }
      state.time = end;
    },
    now: () => state.time,
  };
}

test("a connection that says something is not asked, and one that falls silent is", () => {
  const { silence, asked, pass, now } = watching();
  const connection = { heardAt: 0 };
  silence.watch(connection);
  pass(60);
  connection.heardAt = now();
  pass(90);
  expect(asked()).toBe(0);
  pass(10);
  expect(asked()).toBe(1);
});

test("of a connection that ended nobody asks, and of the next its own silence counts", () => {
  const { silence, asked, pass, now } = watching();
  silence.watch({ heardAt: 0 });
  pass(50);
  silence.end();
  pass(500);
  expect(asked()).toBe(0);
  silence.watch({ heardAt: now() });
  pass(99);
  expect(asked()).toBe(0);
  pass(1);
  expect(asked()).toBe(1);
});
