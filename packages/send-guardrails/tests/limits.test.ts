import fc from "fast-check";
import { expect, test } from "vitest";
import { judgeLimits, type Cooldown, type LimitSettings, type Reservation } from "../src/index.ts";

const LIMITS: LimitSettings = { perMinute: 3, perHour: 8, perContactPerHour: 5, cooldownMs: 0 };
const MINUTE = 60_000;
const HOUR = 3_600_000;

/** Plays attempts in order, as the store does. */
function play(
  limits: LimitSettings,
  attempts: readonly { readonly wait: number; readonly contact: string }[],
): {
  readonly granted: readonly Reservation[];
  readonly refused: readonly { at: number; retry: number }[];
} {
  const granted: Reservation[] = [];
  const refused: { at: number; retry: number }[] = [];
  let cooldowns: readonly Cooldown[] = [];
  let now = 0;
  for (const { wait, contact } of attempts) {
    now += wait;
    const verdict = judgeLimits(limits, granted, cooldowns, contact, now);
    cooldowns = cooldowns.filter(({ scope }) => !verdict.over.includes(scope));
    if (verdict.ok) granted.push({ at: now, contact });
    else {
      cooldowns = [...cooldowns, ...verdict.begun];
      refused.push({ at: now, retry: verdict.retryAfterMs });
    }
  }
  return { granted, refused };
}

const attempts = fc.array(
  fc.record({ wait: fc.integer({ min: 0, max: 40_000 }), contact: fc.constantFrom("a", "b") }),
  { maxLength: 80 },
);
const cooldowns = fc.constantFrom(0, 10_000, 300_000);

test("no window of any limit ever holds more than its limit", () => {
  fc.assert(
    fc.property(attempts, cooldowns, (each, cooldownMs) => {
      const { granted } = play({ ...LIMITS, cooldownMs }, each);
      for (const { at: end, contact } of granted) {
        const within = (ms: number) => granted.filter(({ at }) => at > end - ms && at <= end);
        expect(within(MINUTE).length).toBeLessThanOrEqual(3);
        expect(within(HOUR).length).toBeLessThanOrEqual(8);
        expect(within(HOUR).filter((one) => one.contact === contact).length).toBeLessThanOrEqual(5);
      }
    }),
    { seed: 7, numRuns: 300 },
  );
});

test("who waits as long as was said is let through, however often was tried meanwhile", () => {
  fc.assert(
    fc.property(attempts, cooldowns, fc.integer({ min: 0, max: 20 }), (each, cooldownMs, tries) => {
      const limits = { ...LIMITS, cooldownMs };
      const blocked = [...each, ...Array.from({ length: 9 }, () => ({ wait: 0, contact: "a" }))];
      const { refused } = play(limits, blocked);
      const last = refused.at(-1);
      if (last === undefined) throw new Error("Nine at once are more than three per minute.");
      const impatient = Array.from({ length: tries }, () => ({
        wait: Math.floor(last.retry / (tries + 1)),
        contact: "a",
      }));
      const spent = impatient.reduce((sum, { wait }) => sum + wait, 0);
      const whole = [...blocked, ...impatient, { wait: last.retry - spent, contact: "a" }];
      const before = play(limits, whole.slice(0, -1)).granted.length;
      expect(play(limits, whole).granted.length).toBe(before + 1);
    }),
    { seed: 7, numRuns: 300 },
  );
});

test("nothing waits longer than the longest window and one cooldown", () => {
  fc.assert(
    fc.property(attempts, cooldowns, (each, cooldownMs) => {
      for (const { retry } of play({ ...LIMITS, cooldownMs }, each).refused)
        expect(retry).toBeLessThanOrEqual(HOUR + cooldownMs);
    }),
    { seed: 7, numRuns: 200 },
  );
});

test("a limit that is hit cools down for as long as is configured", () => {
  const limits = { ...LIMITS, perMinute: 1, cooldownMs: 300_000 };
  const { refused, granted } = play(limits, [
    { wait: 0, contact: "a" },
    { wait: 1_000, contact: "a" },
    { wait: 299_999, contact: "a" },
    { wait: 1, contact: "a" },
  ]);
  expect(refused).toEqual([
    { at: 1_000, retry: 300_000 },
    { at: 300_999, retry: 1 },
  ]);
  expect(granted.map(({ at }) => at)).toEqual([0, 301_000]);
});
