import type { AdapterActionState } from "@underclaim/contract";
import { expect, test } from "vitest";
import { clickTiming, TOO_SOON_MS } from "../../src/links/timing.ts";

const NOW = Date.UTC(2026, 0, 1, 12);
const at = (state: AdapterActionState, completedMs: number | null = null) =>
  clickTiming(
    {
      action_state: state,
      completed_at: completedMs === null ? null : new Date(completedMs).toISOString(),
    },
    NOW,
  );

test.each([
  "accepted",
  "queued",
  "scheduled",
  "in_progress",
  "rejected",
  "failed",
  "cancelled",
] as const)("a click on a message that is %s comes too soon for a person", (state) => {
  expect(at(state)).toBe("too_soon");
});

test("a click within seconds after the provider's acceptance comes too soon, one later does not", () => {
  expect(at("completed", NOW)).toBe("too_soon");
  expect(at("completed", NOW - TOO_SOON_MS + 1)).toBe("too_soon");
  expect(at("completed", NOW - TOO_SOON_MS)).toBe("plausible");
});

test("where nobody knows when the message left, nothing is concluded", () => {
  expect(at("unknown")).toBe("unknown");
  expect(at("completed")).toBe("unknown");
  expect(clickTiming(null, NOW)).toBe("unknown");
});
