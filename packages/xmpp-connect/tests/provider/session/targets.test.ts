import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Backoff } from "../../../src/provider/session/backoff.ts";
import { targetsOf, type SrvTarget } from "../../../src/provider/session/targets.ts";

const half = (): number => 0.5;
const mode = "starttls" as const;

describe("where a server is", () => {
  test("is as configured, and DNS is not asked", async () => {
    const never = async (): Promise<never> => Promise.reject(new Error("asked"));
    await expect(targetsOf("a.test", { host: "b.test", mode }, half, never)).resolves.toEqual([
      { host: "b.test", port: 5222 },
    ]);
    await expect(targetsOf("a.test", { port: 5, mode: "direct" }, half, never)).resolves.toEqual([
      { host: "a.test", port: 5 },
    ]);
  });

  test("is the domain itself where DNS names no other", async () => {
    const missing = async (): Promise<never> =>
      Promise.reject(Object.assign(new Error("none"), { code: "ENOTFOUND" }));
    await expect(targetsOf("bücher.test", { mode }, half, missing)).resolves.toEqual([
      { host: "xn--bcher-kva.test", port: 5222 },
    ]);
  });

  test("is nowhere where DNS says so, and not known where it fails", async () => {
    const root = async () => [{ name: ".", port: 0, priority: 0, weight: 0 }];
    await expect(targetsOf("a.test", { mode }, half, root)).rejects.toMatchObject({
      kind: "unreachable",
      condition: "srv",
    });
    const broken = async (): Promise<never> =>
      Promise.reject(Object.assign(new Error("no"), { code: "ESERVFAIL" }));
    await expect(targetsOf("a.test", { mode }, half, broken)).rejects.toMatchObject({
      condition: "ESERVFAIL",
    });
  });

  test("is tried in the order of priorities, each address once", async () => {
    const target = fc.record({
      name: fc.domain(),
      port: fc.integer({ min: 1, max: 65_535 }),
      priority: fc.nat(3),
      weight: fc.nat(10),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(target, { minLength: 1 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        async (found: readonly SrvTarget[], chance) => {
          const targets = await targetsOf(
            "a.test",
            { mode },
            () => chance,
            async () => found,
          );
          const key = ({ host, port }: { host: string; port: number }): string => `${host}:${port}`;
          expect(targets.map(key).toSorted()).toEqual(
            found.map(({ name, port }) => `${name}:${port}`).toSorted(),
          );
          const priorities = targets.map((each) =>
            found
              .filter(({ name, port }) => `${name}:${port}` === key(each))
              .map((f) => f.priority),
          );
          const least = Math.min(...found.map(({ priority }) => priority));
          expect(priorities[0]).toContain(least);
        },
      ),
      { seed: 1 },
    );
  });
});

describe("the wait before the next connection", () => {
  test("doubles up to the longest, is spread, and begins anew after one that lasted", () => {
    const backoff = new Backoff({ first: 1_000, most: 10_000, random: () => 0 });
    const waits = [0, 0, 0, 0, 0, 0].map((lasted) => backoff.next(lasted));
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 5_000, 5_000]);
    expect(backoff.next(60_000)).toBe(500);
    expect(backoff.longest()).toBe(5_000);
    expect(new Backoff({ first: 1_000, most: 10_000, random: () => 0.999 }).next(0)).toBe(1_000);
  });
});
