import { expect, onTestFinished, test } from "vitest";
import { keepLifecycle, keptLifecycle } from "../../src/service/lifecycle.ts";
import { temporaryStore } from "../store/temporary-store.ts";

test("what an operator chose outlives the process, and what the service finds by itself does not", async () => {
  const opened = await temporaryStore();
  onTestFinished(() => opened.dispose());
  let { store } = opened;
  expect(await keptLifecycle(store)).toBeNull();
  for (const [state, kept] of [
    ["disabled", "disabled"],
    ["retired", "retired"],
    ["degraded", null],
    ["disabled", "disabled"],
    ["healthy", null],
  ] as const) {
    await keepLifecycle(store, state);
    store = await opened.reopen();
    expect(await keptLifecycle(store)).toBe(kept);
  }
});
