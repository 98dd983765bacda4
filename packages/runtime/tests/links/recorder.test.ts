import { ManualClock, turn } from "../../src/testing/index.ts";
import type { NativeDraft, Observation } from "../../src/index.ts";
import { beforeEach, describe, expect, test } from "vitest";
import {
  createLinkRecorder,
  MOST_PENDING,
  MOST_WAITING,
  PATIENCE_MS,
  type LinkRecorder,
} from "../../src/links/recorder.ts";

const native = (key: string): NativeDraft => ({
  type: "link.clicked",
  source: "link.request",
  dedupeKey: key,
  evidenceKey: key,
  occurredAt: null,
  nativeType: "link_request",
  nativeStatus: null,
  refs: [],
  observation: { source_type: "adapter", source_confidence: "medium" },
});

let clock: ManualClock;
let written: string[];
let errors: unknown[];
let store: "up" | "down" | Promise<void>;
let recorder: LinkRecorder;

beforeEach(() => {
  clock = new ManualClock(0);
  written = [];
  errors = [];
  store = "up";
  recorder = createLinkRecorder({
    clock,
    observe: async (_tenant, observations: readonly Observation[]) => {
      if (store === "down") throw new Error("The store is unavailable.");
      if (store !== "up") await store;
      written.push(...observations.map((each) => each.native.dedupeKey));
    },
    onError: (error) => void errors.push(error),
  });
});

describe("a request for a link", () => {
  test("is durable before it is answered", async () => {
    await recorder.note("default", native("a"));
    expect(written).toHaveLength(1);
  });

  test("that repeats another is not written again, whether that is written or on its way", async () => {
    await Promise.all([
      recorder.note("default", native("a")),
      recorder.note("default", native("a")),
    ]);
    await recorder.note("default", native("a"));
    expect(written).toHaveLength(1);
    await recorder.note("other", native("a"));
    expect(written).toHaveLength(2);
  });

  test("waits for a slow store no longer than its patience, and is written all the same", async () => {
    const gate = Promise.withResolvers<void>();
    store = gate.promise;
    let answered = false;
    const noted = recorder.note("default", native("a")).then(() => (answered = true));
    await clock.advance(PATIENCE_MS - 1, turn);
    expect(answered).toBe(false);
    await clock.advance(1, turn);
    await noted;
    expect(written).toEqual([]);
    gate.resolve();
    await recorder.flush();
    expect(written).toHaveLength(1);
  });
});

describe("while the store is away", () => {
  test("requests are answered, the trouble is told, and they are written when it is back", async () => {
    store = "down";
    await recorder.note("default", native("a"));
    await recorder.note("default", native("a"));
    await recorder.note("default", native("b"));
    expect([written, errors.length]).toEqual([[], 2]);
    await clock.advance(5_000, turn);
    expect(errors).toHaveLength(4);
    store = "up";
    await clock.advance(5_000, turn);
    expect(written).toHaveLength(2);
    await clock.advance(60_000, turn);
    expect(written).toHaveLength(2);
  });

  test("memory is bounded, and what found no room is told", async () => {
    store = "down";
    for (let n = 0; n < MOST_WAITING + 10; n += 1) await recorder.note("default", native(`k${n}`));
    errors = [];
    store = "up";
    await recorder.flush();
    expect(written).toHaveLength(MOST_WAITING);
    expect(errors.map(String)).toEqual([
      expect.stringMatching(/^Error: 10 link requests found no room/),
    ]);
  });
});

test("a store that stalls is given only so many at once; the rest waits for the next round", async () => {
  const gate = Promise.withResolvers<void>();
  let begun = 0;
  const stalled = createLinkRecorder({
    clock,
    observe: async () => {
      begun += 1;
      await gate.promise;
    },
    onError: (error) => void errors.push(error),
  });
  const noted = Array.from({ length: MOST_PENDING + 5 }, (_, n) =>
    stalled.note("default", native(`k${n}`)),
  );
  await turn();
  expect(begun).toBe(MOST_PENDING);
  gate.resolve();
  await Promise.all(noted);
  await stalled.flush();
  expect(begun).toBe(MOST_PENDING + 5);
});
