import type { Doc, Key, Read, Snapshot, Store } from "@underclaim/runtime";
import { expect, test } from "vitest";
import { readUntilKnown } from "../../src/engine/read-until-known.ts";

const POINTER: Key = ["pointer"];

/** A store in which the pointer names another document at each round, as long as there are names. */
function moving(names: readonly string[]): Pick<Store, "load"> & { readonly rounds: () => number } {
  let round = 0;
  return {
    rounds: () => round,
    load: async (_tenant, reads) => {
      const name = names[Math.min(round, names.length - 1)] ?? "";
      round += 1;
      const asked = new Set(reads.map((read) => JSON.stringify(read)));
      const doc = (key: Key): Doc | null => {
        if (!asked.has(JSON.stringify({ doc: key })))
          throw new Error(`${key.join("/")} was not read.`);
        return { key, version: 1, text: key === POINTER ? name : "", dueAt: null };
      };
      return { doc } as Snapshot;
    },
  };
}

const target = (known: Snapshot): Key => ["target", known.doc(POINTER)?.text ?? ""];
const reads = (known: Snapshot | null): readonly Read[] => [
  { doc: POINTER },
  ...(known === null ? [] : [{ doc: target(known) }]),
];

test.each([
  ["stands", ["a"]],
  ["changes between two rounds, as many being asked for", ["a", "b", "c"]],
])("what a plan reads last was read with what it depends on, where that %s", async (_, names) => {
  const store = moving(names);
  const snapshot = await readUntilKnown(store, "t", reads);
  expect(snapshot.doc(target(snapshot))).not.toBeNull();
});

test("nothing is read twice where nothing depends on it", async () => {
  const store = moving(["a"]);
  await readUntilKnown(store, "t", () => [{ doc: POINTER }]);
  expect(store.rounds()).toBe(1);
});
