import { expect, test } from "vitest";
import { ReadAhead } from "../../../src/provider/session/read-ahead.ts";

function reading() {
  const counted = { pending: 0 };
  const done: string[] = [];
  const ahead = new ReadAhead(counted, {
    pause: () => void done.push("pause"),
    resume: () => void done.push("resume"),
  });
  return { counted, done, ahead };
}

test("beyond 64 that are not kept the connection is not read, until 16 are left", () => {
  const { counted, done, ahead } = reading();
  for (counted.pending = 1; counted.pending <= 64; counted.pending += 1) ahead.took();
  expect(done).toEqual([]);
  ahead.took();
  ahead.took();
  expect(ahead.paused).toBe(true);
  counted.pending = 17;
  ahead.progressed();
  expect(done).toEqual(["pause"]);
  counted.pending = 16;
  ahead.progressed();
  ahead.progressed();
  expect(done).toEqual(["pause", "resume"]);
  expect(ahead.paused).toBe(false);
});

test("a new connection is read whatever is still to be kept of the last", () => {
  const { counted, done, ahead } = reading();
  counted.pending = 65;
  ahead.took();
  ahead.begin();
  expect(ahead.paused).toBe(false);
  counted.pending = 3;
  ahead.progressed();
  expect(done).toEqual(["pause"]);
});
