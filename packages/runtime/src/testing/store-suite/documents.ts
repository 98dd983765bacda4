import assert from "node:assert/strict";
import type { Key } from "../../store/port.ts";
import type { StoreChapter } from "./harness.ts";
import { docText, OTHER, put, TENANT, write } from "./samples.ts";

/** Any character may stand in a key: separators, controls, NUL, lone surrogates. */
const AWKWARD = [
  "",
  "\0",
  "\0\0",
  "\u0001",
  "\u0002",
  "\u0002\u0002",
  "\u0003",
  "/",
  "b",
  "b\0",
  "bc",
  "é",
  "😀",
  "\uffff",
  "\ud800",
];

export const documents: StoreChapter = [
  "documents",
  [
    [
      "keeps text, version and due time, and counts versions from 1 for each key",
      async ({ store }) => {
        const key: Key = ["feeds", "a"];
        await write(store, put(key, "one"));
        await write(store, { docs: [{ put: key, text: "two", dueAt: 77 }] });
        const snapshot = await store.load(TENANT, [{ doc: key }, { doc: ["feeds", "b"] }]);
        assert.deepEqual(snapshot.doc(key), { key, version: 2, text: "two", dueAt: 77 });
        assert.equal(snapshot.doc(["feeds", "b"]), null);
      },
    ],
    [
      "starts a deleted key at version 1 again, without its old due time",
      async ({ store }) => {
        await write(store, { docs: [{ put: ["d", "1"], text: "one", dueAt: 5 }] });
        await write(store, { docs: [{ delete: ["d", "1"] }] });
        assert.equal(await docText(store, ["d", "1"]), null);
        await write(store, put(["d", "1"], "again"));
        const snapshot = await store.load(TENANT, [{ doc: ["d", "1"] }]);
        assert.deepEqual(snapshot.doc(["d", "1"]), {
          key: ["d", "1"],
          version: 1,
          text: "again",
          dueAt: null,
        });
      },
    ],
    [
      "writes documents of one change in order",
      async ({ store }) => {
        await write(store, {
          docs: [
            { put: ["d", "1"], text: "a" },
            { delete: ["d", "1"] },
            { put: ["d", "1"], text: "b" },
          ],
        });
        assert.equal(await docText(store, ["d", "1"]), "b");
      },
    ],
    [
      "reads a range by whole parts, in key order, after an exclusive key, up to a limit",
      async ({ store }) => {
        const keys: Key[] = [
          ["a", "b"],
          ["a", "bc"],
          ["a", "b", "1"],
          ["a", "b", "2"],
          ["a", "b", "2", "x"],
          ["a"],
          ["ab", "b"],
        ];
        for (const key of keys) await write(store, put(key, key.join("/")));
        const all = { prefix: ["a", "b"], limit: 10 } as const;
        const after = { prefix: ["a", "b"], after: ["a", "b", "1"], limit: 10 } as const;
        const limited = { prefix: ["a"], limit: 2 } as const;
        const below = { prefix: ["a", "b"], after: ["a"], limit: 1 } as const;
        const above = { prefix: ["a", "b"], after: ["a", "bc"], limit: 1 } as const;
        const snapshot = await store.load(
          TENANT,
          [all, after, limited, below, above].map((range) => ({ range })),
        );
        assert.deepEqual(
          snapshot.range(all).map((doc) => doc.text),
          ["a/b", "a/b/1", "a/b/2", "a/b/2/x"],
        );
        assert.deepEqual(
          snapshot.range(after).map((doc) => doc.text),
          ["a/b/2", "a/b/2/x"],
        );
        assert.deepEqual(
          snapshot.range(limited).map((doc) => doc.text),
          ["a", "a/b"],
        );
        assert.deepEqual(
          snapshot.range(below).map((doc) => doc.text),
          ["a/b"],
        );
        assert.deepEqual(snapshot.range(above), []);
      },
    ],
    [
      "counts what stands under a prefix, of this tenant alone",
      async ({ store }) => {
        for (const key of [["a", "b"], ["a", "b", "1"], ["a", "bc"], ["ab"]] as Key[]) {
          await write(store, put(key, "x"));
        }
        const snapshot = await store.load(TENANT, [{ count: ["a", "b"] }, { count: ["none"] }]);
        assert.equal(snapshot.count(["a", "b"]), 2);
        assert.equal(snapshot.count(["none"]), 0);
        const other = await store.load("another", [{ count: ["a", "b"] }]);
        assert.equal(other.count(["a", "b"]), 0);
      },
    ],
    [
      "tells apart keys of any characters, and each is its own prefix only",
      async ({ store }) => {
        const keys: Key[] = AWKWARD.flatMap((a): Key[] => [
          ["k", a],
          ...AWKWARD.map((b): Key => ["k", a, b]),
        ]);
        await write(store, { docs: keys.map((key) => ({ put: key, text: JSON.stringify(key) })) });
        const reads = keys.map((key) => ({ prefix: key, limit: 1000 }));
        const snapshot = await store.load(TENANT, [
          ...keys.map((doc) => ({ doc })),
          ...reads.map((range) => ({ range })),
        ]);
        keys.forEach((key, index) => {
          assert.deepEqual(snapshot.doc(key)?.key, key);
          assert.equal(snapshot.doc(key)?.text, JSON.stringify(key));
          const range = reads[index];
          const found = range ? snapshot.range(range).map((doc) => doc.text) : [];
          const expected = keys.filter((other) => key.every((part, at) => other[at] === part));
          assert.deepEqual(new Set(found), new Set(expected.map((other) => JSON.stringify(other))));
        });
      },
    ],
    [
      "keeps any text byte for byte",
      async ({ store }) => {
        const text = 'é😀\u2028\r\n"\\';
        await write(store, put(["d", "1"], text));
        assert.equal(await docText(store, ["d", "1"]), text);
      },
    ],
    [
      "throws when asked for what was not read",
      async ({ store }) => {
        const snapshot = await store.load(TENANT, []);
        assert.throws(() => snapshot.doc(["d", "1"]));
        assert.throws(() => snapshot.operation("op"));
        assert.throws(() => snapshot.range({ prefix: ["d"], limit: 1 }));
        assert.throws(() => snapshot.idempotency("key"));
      },
    ],
    [
      "hides a tenant's documents from another, in reads, ranges and guards",
      async ({ store }) => {
        await write(store, put(["d", "1"], "mine"));
        const range = { prefix: ["d"], limit: 10 } as const;
        const snapshot = await store.load(OTHER, [{ doc: ["d", "1"] }, { range }]);
        assert.equal(snapshot.doc(["d", "1"]), null);
        assert.deepEqual(snapshot.range(range), []);
        const guarded = await store.commit(OTHER, {
          guards: [
            { doc: ["d", "1"], version: 0 },
            { range: { prefix: ["d"] }, atMost: 0 },
          ],
          docs: [{ put: ["d", "1"], text: "theirs" }],
        });
        assert.equal(guarded.ok, true);
        await write(store, { docs: [{ delete: ["d", "1"] }] }, OTHER);
        assert.equal(await docText(store, ["d", "1"]), "mine");
      },
    ],
  ],
];
