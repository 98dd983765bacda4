import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder, temporaryStore } from "./temporary-store.ts";

const SECRET = "+49-151-canary-0815";
const traces = (folder: string): string[] =>
  readdirSync(folder).filter((file) => readFileSync(join(folder, file)).includes(SECRET));

it("what was erased is in no file of the folder, while the store is open", async () => {
  const folder = temporaryFolder();
  const { store, dispose } = await temporaryStore({ folder });
  const long = `${SECRET}${"x".repeat(50_000)}`;
  await store.commit("t", {
    guards: [],
    docs: [
      { put: ["consent", "1"], text: SECRET, person: "p1" },
      { put: ["consent", "2"], text: long, person: "p1" },
      { put: ["feed"], text: "kept" },
    ],
  });
  expect(traces(folder)).not.toEqual([]);
  expect(await store.erase("t", "p1")).toBe(2);
  expect(traces(folder)).toEqual([]);
  await dispose();
});
