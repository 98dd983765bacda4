import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Store } from "../../src/store/port.ts";
import { temporaryFolder, temporaryStore } from "./temporary-store.ts";

const TENANT = "tenant-a";
const text = JSON.stringify("x".repeat(20_000));
const put = (store: Store, n: number) =>
  store.commit(TENANT, { guards: [], docs: [{ put: ["d", `${n}`], text }] });

/** Commits until one is refused; returns how many were answered and why it stopped. */
async function fill(store: Store): Promise<{ answered: number; error: unknown }> {
  for (let n = 0; n < 1000; n++) {
    const error = await put(store, n).then(
      () => null,
      (reason: unknown) => reason,
    );
    if (error) return { answered: n, error };
  }
  throw new Error("The disk never filled.");
}

async function holdsAll(store: Store, answered: number): Promise<void> {
  const range = { prefix: ["d"], limit: 2000 } as const;
  expect((await store.load(TENANT, [{ range }])).range(range)).toHaveLength(answered);
}

describe("on a full disk", () => {
  it("a commit is rejected as retryable, what was answered stays, and commits work once there is room", async () => {
    const opened = await temporaryStore({ maxPages: 200 });
    const { answered, error } = await fill(opened.store);
    expect(error).toMatchObject({ code: "store_unavailable", retryable: true });
    expect((error as Error).message).toMatch(/No space left for .*store\.db: free disk space/);
    await holdsAll(opened.store, answered);
    // The place of one is too little for another: a page of its own for the row may be missing.
    const docs = ["0", "1", "2"].map((name) => ({ delete: ["d", name] as const }));
    await opened.store.commit(TENANT, { guards: [], docs });
    expect((await put(opened.store, 0)).ok).toBe(true);
    await holdsAll(await opened.reopen(), answered - 2);
    await opened.dispose();
  });

  it("the same on a file system without space", async ({ skip }) => {
    const folder = temporaryFolder();
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=12m", "tmpfs", folder]);
    if (mounted.status !== 0) skip("mounting a small file system needs root");
    onTestFinished(() => {
      spawnSync("umount", [folder]);
      rmSync(folder, { recursive: true });
    });
    const ballast = join(folder, "ballast");
    writeFileSync(ballast, Buffer.alloc(6 * 1024 * 1024));
    const opened = await temporaryStore({ folder: join(folder, "data") });
    const { answered, error } = await fill(opened.store);
    expect(error).toMatchObject({ code: "store_unavailable", retryable: true });
    await holdsAll(opened.store, answered);
    rmSync(ballast);
    expect((await put(opened.store, answered)).ok).toBe(true);
    const again = await opened.reopen();
    await holdsAll(again, answered + 1);
    await opened.dispose();
  });
});
