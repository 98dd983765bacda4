// The ends of many exchanges that may all take equally long: one alarm, for the first of them.
import type { Clock, Instant } from "@underclaim/runtime";

/** Calls `act` when the time is over, unless the answer is called before. */
export type Deadlines = (act: () => void) => () => void;

export function deadlines(clock: Clock, ms: number): Deadlines {
  // In the order of their ends, for each comes after those before it.
  const waiting = new Map<object, { at: Instant; readonly act: () => void }>();
  let cancel: (() => void) | null = null;
  let latest: Instant = 0;

  function arm(): void {
    const [first] = waiting.values();
    cancel = first === undefined ? null : clock.wakeAt(first.at, ring);
  }
  function ring(): void {
    const now = clock.now();
    for (const [name, { at, act }] of waiting) {
      if (at > now) break;
      waiting.delete(name);
      act();
    }
    arm();
  }

  return (act) => {
    const name = {};
    const at = clock.now() + ms;
    // The clock was set back: who came before ends no later than who comes now.
    if (at < latest) {
      for (const each of waiting.values()) each.at = Math.min(each.at, at);
      cancel?.();
      cancel = null;
    }
    latest = at;
    waiting.set(name, { at, act });
    if (cancel === null) arm();
    return () => {
      waiting.delete(name);
      if (waiting.size > 0) return;
      cancel?.();
      cancel = null;
    };
  };
}
