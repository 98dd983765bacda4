import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Counted } from "../../../src/provider/session/counted.ts";
import { Unacknowledged } from "../../../src/provider/session/unacknowledged.ts";

describe("what was sent", () => {
  test("is acknowledged once, in order, and over the end of the count", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ sent: fc.nat(9), handled: fc.nat(9) })), (steps) => {
        const queue = new Unacknowledged<number>();
        const acknowledged: number[] = [];
        let sent = 0;
        let handled = 0;
        for (const step of steps) {
          for (let each = 0; each < step.sent; each += 1) queue.add(sent++);
          handled = Math.min(sent, handled + step.handled);
          acknowledged.push(...(queue.acknowledge(handled % 2 ** 32) ?? [-1]));
        }
        expect(acknowledged).toEqual(Array.from({ length: handled }, (_, index) => index));
        expect(queue.clear()).toEqual(
          Array.from({ length: sent - handled }, (_, index) => handled + index),
        );
      }),
      { seed: 1 },
    );
  });

  test("that more was handled than was sent is no acknowledgement of anything", () => {
    const queue = new Unacknowledged<string>();
    queue.add("one");
    expect(queue.acknowledge(2)).toBeNull();
    expect(queue.acknowledge(2 ** 32 - 1)).toBeNull();
    expect(queue.acknowledge(1)).toEqual(["one"]);
  });
});

describe("what came in", () => {
  test("counts as far as everything before it has been kept, whatever is kept first", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }).chain((count) =>
          fc.record({
            senders: fc.array(fc.constantFrom("a", "b", null), {
              minLength: count,
              maxLength: count,
            }),
            order: fc.shuffledSubarray(
              Array.from({ length: count }, (_, index) => index),
              { minLength: count },
            ),
          }),
        ),
        async ({ senders, order }) => {
          const counted = new Counted({ onProgress: () => undefined, onFailure: () => undefined });
          const done = new Set<number>();
          const begun: number[] = [];
          const gates = senders.map(() => Promise.withResolvers<void>());
          senders.forEach((sender, index) =>
            counted.add(sender, async () => {
              begun.push(index);
              await gates[index]?.promise;
              done.add(index);
            }),
          );
          for (const index of order) {
            gates[index]?.resolve();
            await new Promise((resolve) => setImmediate(resolve));
            const prefix = senders.findIndex((_, each) => !done.has(each));
            expect(counted.handled).toBe(prefix < 0 ? senders.length : prefix);
          }
          await counted.idle();
          for (const sender of ["a", "b"]) {
            const own = begun.filter((index) => senders[index] === sender);
            expect(own).toEqual(own.toSorted((a, b) => a - b));
          }
        },
      ),
      { seed: 2, numRuns: 60 },
    );
  });

  test("and what could not be kept counts never, nor what came after it", async () => {
    let failures = 0;
    const counted = new Counted({ onProgress: () => undefined, onFailure: () => (failures += 1) });
    counted.add("a", async () => undefined);
    counted.add("b", async () => Promise.reject(new Error("The store is away.")));
    counted.add("c", async () => undefined);
    await counted.idle();
    expect(failures).toBe(1);
    expect(counted.handled).toBeLessThanOrEqual(1);
    expect(counted.pending).toBe(0);
  });
});
