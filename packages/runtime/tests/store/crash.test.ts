import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { StoreUnavailableError } from "../../src/errors.ts";
import { openSqliteStore } from "../../src/store/sqlite/index.ts";
import { temporaryFolder, temporaryStore } from "./temporary-store.ts";

const TENANT = "tenant-a";
const script = fileURLToPath(new URL("children/commit-until-killed.ts", import.meta.url));

/** Runs the committing child until it is killed at the point; returns what it had said was done. */
function killedAt(
  folder: string,
  point: string,
): Promise<{ signal: string | null; resolved: string[] }> {
  const child = spawn(process.execPath, ["--conditions=@underclaim/source", script, folder], {
    env: { ...process.env, UNDERCLAIM_CRASH_AT: point },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) =>
    child.on("close", (_, signal) =>
      resolve({ signal, resolved: output.split("\n").filter(Boolean) }),
    ),
  );
}

describe("a store whose process was killed", () => {
  const points = [
    "store.before_begin:9",
    "store.mid_batch:1",
    "store.mid_batch:70",
    "store.before_commit:8",
    "store.after_commit:8",
  ];
  for (const point of points)
    it(`at ${point} opens again and holds every resolved commit whole, and no half of another`, async () => {
      const folder = temporaryFolder();
      const { signal, resolved } = await killedAt(folder, point);
      expect(signal).toBe("SIGKILL");
      if (!point.endsWith(":1")) expect(resolved.length).toBeGreaterThan(0);
      const store = await openSqliteStore({ folder });
      const range = { prefix: ["d"], limit: 10_000 } as const;
      const docs = (await store.load(TENANT, [{ range }])).range(range).map(({ text }) => text);
      expect(docs).toEqual(expect.arrayContaining(resolved));
      const page = await store.page(TENANT, 0, 10_000);
      expect(new Set(JSON.parse(page.text) as unknown[])).toEqual(
        new Set(docs.flatMap((id) => [`${id}/1`, `${id}/2`])),
      );
      expect(page.next).toBe(page.count);
      expect(await store.head()).toBe(page.count);
      await store.close();
      rmSync(folder, { recursive: true });
    });
});

describe("a store whose writer dies", () => {
  it("rejects what is in flight, what waits and what comes later, and still closes", async () => {
    const opened = await temporaryStore({
      points: new URL("children/dying-writer.ts", import.meta.url),
    });
    const commit = (n: number) =>
      opened.store.commit(TENANT, { guards: [], docs: [{ put: ["d", `${n}`], text: "{}" }] });
    await commit(0);
    const inFlight = commit(1);
    await Promise.resolve();
    const waiting = commit(2);
    await expect(inFlight).rejects.toThrow(StoreUnavailableError);
    // Only of what the writer had nobody knows.
    await expect(inFlight).rejects.toMatchObject({ outcomeUnknown: true });
    await expect(waiting).rejects.toMatchObject({
      code: "store_unavailable",
      outcomeUnknown: false,
    });
    await expect(commit(3)).rejects.toThrow(/restart the service/);
    await opened.dispose();
  });
});
