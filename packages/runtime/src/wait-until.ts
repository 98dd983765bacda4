import type { Clock, Instant } from "./time-and-ids.ts";

/** Resolves at that instant, or as soon as the signal aborts. */
export function waitUntil(clock: Clock, at: Instant, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      cancel();
      signal.removeEventListener("abort", done);
      resolve();
    };
    const cancel = clock.wakeAt(at, done);
    signal.addEventListener("abort", done, { once: true });
  });
}
