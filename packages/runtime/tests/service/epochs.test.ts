import { cpSync, rmSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { cursors } from "../../src/http/cursor.ts";
import { beginEpoch } from "../../src/service/epochs.ts";
import { openSqliteStore } from "../../src/store/sqlite/index.ts";
import type { Store } from "../../src/store/port.ts";
import { temporaryFolder } from "../store/temporary-store.ts";

const EXPIRED = expect.objectContaining({ code: "cursor_expired" }) as Error;

async function run<T>(folder: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openSqliteStore({ folder });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** A run of the service that writes so many events; the cursors after each position it saw. */
const events = (folder: string, count: number, mark: string) =>
  run(folder, async (store) => {
    const positions = cursors("ledger", await beginEpoch(store));
    const before = await store.head();
    for (let index = 0; index < count; index += 1) {
      const event = { id: `${mark}_${index}`, subject: "s", text: "{}" };
      await store.commit("t", { guards: [], evidence: [event] });
    }
    const seen = Array.from({ length: count + 1 }, (_, index) => before + index);
    return seen.map((position) => positions.encode("t", position));
  });

const open = (folder: string) =>
  run(folder, async (store) => cursors("ledger", await beginEpoch(store)));

test("a cursor is good after any number of restarts", async () => {
  const folder = temporaryFolder();
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const first = await events(folder, 2, "a");
  const second = await events(folder, 1, "b");
  const { decode } = await open(folder);
  expect([...first, ...second].map((cursor) => decode("t", cursor))).toEqual([0, 1, 2, 2, 3]);
});

test("a cursor of what a restored backup lost expires, also when its position is taken again", async () => {
  const [folder, backup] = [temporaryFolder(), temporaryFolder()];
  onTestFinished(() => [folder, backup].forEach((path) => rmSync(path, { recursive: true })));
  const kept = await events(folder, 2, "a");
  cpSync(folder, backup, { recursive: true });
  const lost = await events(folder, 3, "b");
  await events(backup, 4, "c");
  const { decode } = await open(backup);
  expect(kept.map((cursor) => decode("t", cursor))).toEqual([0, 1, 2]);
  for (const cursor of lost) expect(() => decode("t", cursor)).toThrow(EXPIRED);
});

test("of an epoch that was under way at the backup, cursors up to its head stay good", () => {
  const before = cursors("ledger", [{ id: "one", from: 0 }]);
  const after = cursors("ledger", [
    { id: "one", from: 0 },
    { id: "two", from: 5 },
  ]);
  expect(after.decode("t", before.encode("t", 5))).toBe(5);
  expect(() => after.decode("t", before.encode("t", 6))).toThrow(EXPIRED);
});
