import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seeded } from "@underclaim/contract/golden";
import { describe, expect, it } from "vitest";
import { WEBHOOK_SECRET } from "../../src/testing/crash/reference-service.ts";
import { providerDouble } from "../../src/testing/reference/index.ts";
import { work } from "./first-lives.ts";
import { checkAfterwards } from "./last-life.ts";
import { beginLife } from "./life.ts";
import { newMemory } from "./workload.ts";

/** Where the process dies, and how often at most it passes the point before. */
const POINTS: Readonly<Record<string, number>> = {
  "intake.planned": 40,
  "intake.committed": 40,
  "dispatch.claimed": 30,
  "dispatch.started": 30,
  "dispatch.performed": 25,
  "dispatch.settled": 25,
  "ingest.received": 20,
  "ingest.decided": 20,
  "ingest.committed": 20,
  "delivery.paged": 40,
  "due.taken": 4,
  "store.before_begin": 60,
  "store.mid_batch": 120,
  "store.before_commit": 60,
  "store.after_commit": 60,
};

/** Seeds per point. `UNDERCLAIM_CRASH_SEEDS=200 npm test -- crash` runs the long version. */
const SEEDS = Number(process.env["UNDERCLAIM_CRASH_SEEDS"] ?? 4);
const AT_ONCE = 2;
/** A trial takes about a second on two idle cores. */
const LONGEST_MS = 30_000 + SEEDS * 10_000;

/** One or two processes that die at the point, then one that is asked what it knows. */
async function trial(point: string, seed: number): Promise<string> {
  const random = seeded(seed);
  const folder = mkdtempSync(join(tmpdir(), "underclaim-crash-"));
  const double = await providerDouble({ secret: WEBHOOK_SECRET });
  const memory = newMemory();
  const ends: string[] = [];
  try {
    for (let life = 0; life < 1 + (seed % 2); life += 1) {
      const n = 1 + Math.floor(random() * (POINTS[point] ?? 1));
      const { url, ended, ...rest } = await beginLife(folder, double.url, `${point}:${n}`);
      const end =
        url === null ? "killed" : await work(url, double, memory, seed * 10 + life, ended);
      if ("kill" in rest) rest.kill();
      await ended;
      ends.push(end);
    }
    double.release();
    double.byDefault("accept");
    await checkAfterwards(folder, double, memory);
    return ends.join(",");
  } catch (error) {
    throw new Error(`${point} with seed ${seed}`, { cause: error });
  } finally {
    await double.close();
    rmSync(folder, { recursive: true });
  }
}

describe("a process that was killed", () => {
  for (const point of Object.keys(POINTS)) {
    it(
      `at ${point} has lost nothing it answered, and no key has two effects`,
      async () => {
        const seeds = Array.from({ length: SEEDS }, (_, at) => at + 1);
        const ends: string[] = [];
        await Promise.all(
          Array.from({ length: AT_ONCE }, async () => {
            for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift())
              ends.push(await trial(point, seed));
          }),
        );
        // Where no process died at the point the test would have shown nothing.
        expect(ends.filter((end) => end.includes("killed")).length).toBeGreaterThanOrEqual(
          Math.ceil(SEEDS / 2),
        );
      },
      LONGEST_MS,
    );
  }
});
