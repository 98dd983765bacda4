import assert from "node:assert/strict";
import type { Changes, Guard, Store } from "../../store/port.ts";
import type { StoreChapter } from "./harness.ts";
import {
  docText,
  evidence,
  answered,
  native,
  newOperation,
  OTHER,
  parked,
  put,
  ref,
  TENANT,
  write,
} from "./samples.ts";

async function passes(store: Store, guard: Guard, tenant = TENANT): Promise<boolean> {
  return (await store.commit(tenant, { guards: [guard] })).ok;
}

export const guards: StoreChapter = [
  "guards",
  [
    [
      "doc: passes at the named version only; 0 is absent",
      async ({ store }) => {
        const at = (version: number): Guard => ({ doc: ["d", "1"], version });
        assert.equal(await passes(store, at(0)), true);
        assert.equal(await passes(store, at(1)), false);
        await write(store, put(["d", "1"]));
        assert.equal(await passes(store, at(0)), false);
        assert.equal(await passes(store, at(1)), true);
        await write(store, put(["d", "1"]));
        assert.equal(await passes(store, at(1)), false);
        assert.equal(await passes(store, at(2)), true);
      },
    ],
    [
      "range: passes up to the named count, counting whole parts after the exclusive key",
      async ({ store }) => {
        for (const id of ["1", "2", "3"]) await write(store, put(["items", "a", id]));
        await write(store, put(["items", "ab", "1"]));
        const range = { prefix: ["items", "a"] } as const;
        assert.equal(await passes(store, { range, atMost: 2 }), false);
        assert.equal(await passes(store, { range, atMost: 3 }), true);
        const later = { ...range, after: ["items", "a", "2"] } as const;
        assert.equal(await passes(store, { range: later, atMost: 0 }), false);
        assert.equal(await passes(store, { range: later, atMost: 1 }), true);
      },
    ],
    [
      "operation: passes for the named fence and states, never for an absent one",
      async ({ store }) => {
        assert.equal(await passes(store, { operation: "op" }), false);
        await write(store, { operations: [newOperation("op")] });
        assert.equal(await passes(store, { operation: "op" }), true);
        assert.equal(await passes(store, { operation: "op", fence: 0 }), true);
        assert.equal(await passes(store, { operation: "op", fence: 1 }), false);
        assert.equal(
          await passes(store, { operation: "op", states: ["scheduled", "ready"] }),
          true,
        );
        assert.equal(await passes(store, { operation: "op", states: ["claimed"] }), false);
        assert.equal(await passes(store, { operation: "op", states: [] }), false);
        assert.equal(await passes(store, { operation: "op" }, OTHER), false);
      },
    ],
    [
      "operation: passes while its command is there, and at the named deadline",
      async ({ store }) => {
        const command: Guard = { operation: "op", command: true };
        const until = (deadline: number): Guard => ({ operation: "op", deadline });
        await write(store, {
          operations: [
            newOperation("op", "ready", { command: { text: "{}", person: "p1" }, deadline: 70 }),
          ],
        });
        assert.equal(await passes(store, command), true);
        assert.equal(await passes(store, until(70)), true);
        assert.equal(await passes(store, until(71)), false);
        await store.erase(TENANT, "p1");
        await write(store, { deadlines: [{ operation: "op", at: null }] });
        assert.equal(await passes(store, command), false);
        assert.equal(await passes(store, until(70)), false);
      },
    ],
    [
      "refUnknown: passes until the tenant knows the reference",
      async ({ store }) => {
        assert.equal(await passes(store, { refUnknown: ref("SM1") }), true);
        await write(store, { refs: [{ ref: ref("SM1"), operation: "op" }] });
        assert.equal(await passes(store, { refUnknown: ref("SM1") }), false);
        assert.equal(
          await passes(store, { refUnknown: { ...ref("SM1"), ref_type: "batch_id" } }),
          true,
        );
        assert.equal(await passes(store, { refUnknown: ref("SM1") }, OTHER), true);
      },
    ],
    [
      "idempotencyUnknown: passes while the key is absent or expired",
      async ({ store }) => {
        const at = (now: number): Guard => ({ idempotencyUnknown: "key", now });
        assert.equal(await passes(store, at(0)), true);
        await write(store, answered("key", { expiresAt: 100 }));
        assert.equal(await passes(store, at(99)), false);
        assert.equal(await passes(store, at(100)), true);
        assert.equal(await passes(store, at(0), OTHER), true);
      },
    ],
    [
      "nativeNew: passes while the native event is absent or parked",
      async ({ store }) => {
        const isNew: Guard = { nativeNew: { source: "sandbox.status", dedupeKey: "n1" } };
        assert.equal(await passes(store, isNew), true);
        await write(store, { natives: [parked("n1", "SM1")] });
        assert.equal(await passes(store, isNew), true);
        await write(store, { natives: [native("n1")] });
        assert.equal(await passes(store, isNew), false);
        assert.equal(
          await passes(store, { nativeNew: { source: "other", dedupeKey: "n1" } }),
          true,
        );
        assert.equal(await passes(store, isNew, OTHER), true);
      },
    ],
    [
      "names the first guard that failed and writes nothing of the change",
      async ({ store }) => {
        const failing: Guard = { doc: ["d", "1"], version: 3 };
        const result = await store.commit(TENANT, {
          guards: [{ refUnknown: ref("SM1") }, failing, { operation: "absent" }],
          docs: [{ put: ["d", "1"], text: "x" }],
          ...answered("key", { operation: "op" }),
          refs: [{ ref: ref("SM1"), operation: "op" }],
          natives: [native("n1")],
          evidence: [evidence("e1")],
        });
        assert.deepEqual(result, { ok: false, guard: failing });
        const snapshot = await store.load(TENANT, [
          { doc: ["d", "1"] },
          { operation: "op" },
          { ref: ref("SM1") },
          { idempotency: "key" },
        ]);
        assert.equal(snapshot.doc(["d", "1"]), null);
        assert.equal(snapshot.operation("op"), null);
        assert.equal(snapshot.ref(ref("SM1")), null);
        assert.equal(snapshot.idempotency("key"), null);
        assert.equal((await store.page(TENANT, 0, 10)).count, 0);
        assert.equal(await store.native(TENANT, "native-n1"), null);
      },
    ],
    [
      "sees the changes before it in the same batch: of rivals exactly the first wins",
      async ({ store }) => {
        const rivals: ((n: number) => Changes)[] = [
          (n) => ({ guards: [{ doc: ["one"], version: 0 }], ...put(["one"], `${n}`) }),
          (n) => ({ guards: [{ range: { prefix: ["few"] }, atMost: 0 }], ...put(["few", `${n}`]) }),
          (n) => ({
            guards: [{ idempotencyUnknown: "key", now: 0 }],
            ...answered("key", { operation: `${n}` }),
          }),
          () => ({
            guards: [{ nativeNew: { source: "sandbox.status", dedupeKey: "n" } }],
            natives: [native("n")],
          }),
          (n) => ({
            guards: [{ refUnknown: ref("SM") }],
            refs: [{ ref: ref("SM"), operation: `${n}` }],
          }),
        ];
        for (const rival of rivals) {
          const results = await Promise.all(
            Array.from({ length: 64 }, (_, n) => store.commit(TENANT, rival(n))),
          );
          assert.deepEqual(
            results.map(({ ok }) => ok),
            Array.from({ length: 64 }, (_, n) => n === 0),
          );
        }
        assert.equal(await docText(store, ["one"]), "0");
      },
    ],
    [
      "keeps a limit exactly under concurrent commits",
      async ({ store }) => {
        const results = await Promise.all(
          Array.from({ length: 50 }, (_, n) =>
            store.commit(TENANT, {
              guards: [{ range: { prefix: ["quota"] }, atMost: 9 }],
              ...put(["quota", `${n}`]),
            }),
          ),
        );
        assert.equal(results.filter(({ ok }) => ok).length, 10);
      },
    ],
    [
      "rejects a change that cannot be written and keeps those beside it",
      async ({ store }) => {
        const results = await Promise.allSettled([
          write(store, put(["d", "before"], "x")),
          write(store, {
            ...put(["d", "with"], "x"),
            operations: [{ id: "absent", state: "ready", dueAt: null }],
          }),
          write(store, { evidence: [evidence("e1")] }),
        ]);
        assert.deepEqual(
          results.map(({ status }) => status),
          ["fulfilled", "rejected", "fulfilled"],
        );
        assert.equal(await docText(store, ["d", "before"]), "x");
        assert.equal(await docText(store, ["d", "with"]), null);
        assert.equal((await store.page(TENANT, 0, 10)).next, 1);
      },
    ],
  ],
];
