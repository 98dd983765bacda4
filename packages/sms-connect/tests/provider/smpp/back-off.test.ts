import fc from "fast-check";
import { expect, test } from "vitest";
import { backOffMs } from "../../../src/provider/smpp/back-off.ts";

const settings = { first: 1_000, most: 60_000 };

test("a back-off is half to all of a wait that doubles up to the most", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
      fc.double({ min: 0, max: 0.999_999, noNaN: true }),
      (failures, random) => {
        const whole = Math.min(60_000, 1_000 * 2 ** Math.min(failures - 1, 30));
        const ms = backOffMs(settings, failures, () => random);
        expect(ms).toBeGreaterThanOrEqual(whole / 2);
        expect(ms).toBeLessThanOrEqual(whole);
      },
    ),
    { seed: 20_260_102, numRuns: 300 },
  );
});

test("a back-off grows with the failures until the most", () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 8].map((failures) =>
    backOffMs(settings, failures, () => 0.5),
  );
  expect(waits).toEqual([750, 1_500, 3_000, 6_000, 12_000, 24_000, 45_000, 45_000]);
});
