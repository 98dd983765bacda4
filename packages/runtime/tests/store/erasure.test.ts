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

it("what was replaced, dropped or deleted before the erasure is in no file afterwards either", async () => {
  const folder = temporaryFolder();
  const { store, dispose } = await temporaryStore({ folder });
  const numbers = Array.from({ length: 300 }, (_, n) => n);
  const secret = (n: number, length: number): string => `${SECRET}/${n}/${"x".repeat(length)}`;
  const create = (n: number) => ({
    lane: "lane",
    subject: `s${n}`,
    createdAt: 5,
    command: { text: secret(n, n * 7), person: "p1" },
  });
  for (const n of numbers)
    await store.commit("t", {
      guards: [],
      operations: [{ id: `o${n}`, state: "ready", dueAt: null, text: "{}", create: create(n) }],
      docs: [
        { put: ["conversation", `${n}`], text: secret(n, 400), person: "p1" },
        { put: ["gone", `${n}`], text: secret(n, n === 0 ? 60_000 : 300), person: "p1" },
      ],
    });
  for (const n of numbers)
    await store.commit("t", {
      guards: [],
      operations: [{ id: `o${n}`, state: "accepted", dueAt: null, text: "{}", dropsCommand: true }],
      docs: [
        { put: ["conversation", `${n}`], text: n % 2 === 0 ? "y" : "y".repeat(900), person: "p1" },
        { delete: ["gone", `${n}`] },
      ],
    });
  expect(traces(folder)).not.toEqual([]);
  expect(await store.erase("t", "p1")).toBe(300);
  expect(traces(folder)).toEqual([]);
  await dispose();
});
