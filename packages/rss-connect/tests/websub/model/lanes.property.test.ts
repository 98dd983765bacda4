import fc from "fast-check";
import { expect, test } from "vitest";
import { createLanes } from "../../../src/websub/model/lanes.ts";

test("every task runs once, no limit is passed, and one host's tasks keep their order", async () => {
  const hosts = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(
      hosts,
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 4 }),
      async (all, total, perHost) => {
        const lanes = createLanes(total, perHost);
        const running = new Map<string, number>();
        const ran: [string, number][] = [];
        let atOnce = 0;
        for (const [index, host] of all.entries()) {
          lanes.add(host, async () => {
            atOnce += 1;
            running.set(host, (running.get(host) ?? 0) + 1);
            expect(atOnce).toBeLessThanOrEqual(total);
            expect(running.get(host)).toBeLessThanOrEqual(perHost);
            ran.push([host, index]);
            for (let turn = 0; turn < index % 3; turn += 1) await Promise.resolve();
            atOnce -= 1;
            running.set(host, (running.get(host) ?? 0) - 1);
          });
        }
        while (lanes.size() > 0) await new Promise((resolve) => setImmediate(resolve));
        expect(ran.map(([, index]) => index).toSorted((a, b) => a - b)).toEqual([...all.keys()]);
        for (const host of new Set(all)) {
          const own = ran.filter(([of]) => of === host).map(([, index]) => index);
          expect(own).toEqual(own.toSorted((a, b) => a - b));
        }
      },
    ),
    { seed: 20_260_101, numRuns: 200 },
  );
});
