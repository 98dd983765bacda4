import assert from "node:assert/strict";
import type { Due, Store } from "../../store/port.ts";
import type { StoreChapter } from "./harness.ts";
import { native, newOperation, OTHER, parked, write } from "./samples.ts";

const name = (due: Due): string =>
  due.kind === "doc"
    ? due.doc.key.join("/")
    : due.kind === "native"
      ? due.native.dedupeKey
      : due.operation.id;
const dueNames = async (store: Store, now: number, limit = 10): Promise<string[]> =>
  (await store.due(now, limit)).map((due) => `${due.tenant} ${due.kind} ${name(due)}`);

export const timers: StoreChapter = [
  "due times",
  [
    [
      "gives documents, operations and parked natives that are due, oldest first, up to the limit",
      async ({ store }) => {
        assert.equal(await store.nextDue(), null);
        await write(store, {
          docs: [
            { put: ["d", "1"], text: "{}", dueAt: 30 },
            { put: ["d", "2"], text: "{}" },
          ],
        });
        await write(store, { operations: [newOperation("op", "scheduled", { dueAt: 10 })] }, OTHER);
        await write(store, { natives: [parked("n", "SM1", 20), native("done")] });
        assert.equal(await store.nextDue(), 10);
        assert.deepEqual(await dueNames(store, 9), []);
        assert.deepEqual(await dueNames(store, 30), [
          "tenant-b operation op",
          "tenant-a native n",
          "tenant-a doc d/1",
        ]);
        assert.deepEqual(await dueNames(store, 30, 2), [
          "tenant-b operation op",
          "tenant-a native n",
        ]);
      },
    ],
    [
      "gives an operation whose deadline has passed, whatever its state, until it is moved or ended",
      async ({ store }) => {
        await write(store, { operations: [newOperation("op", "accepted", { deadline: 30 })] });
        assert.equal(await store.nextDue(), 30);
        assert.deepEqual(await dueNames(store, 29), []);
        assert.deepEqual(await dueNames(store, 30), ["tenant-a deadline op"]);
        await write(store, { deadlines: [{ operation: "op", at: 40 }] }, OTHER);
        assert.equal(await store.nextDue(), 30);
        await write(store, { deadlines: [{ operation: "op", at: 40 }] });
        assert.deepEqual(await dueNames(store, 39), []);
        await write(store, { deadlines: [{ operation: "op", at: null }] });
        assert.equal(await store.nextDue(), null);
        await write(store, { deadlines: [{ operation: "absent", at: null }] });
      },
    ],
    [
      "moves a deadline beside a write of its operation, and where the write's conditions fail",
      async ({ store }) => {
        const deadlines = (at: number | null) => [{ operation: "op", at }];
        await write(store, {
          operations: [newOperation("op", "ready", { deadline: 30 })],
          deadlines: deadlines(31),
        });
        assert.equal(await store.nextDue(), 31);
        const settles = { id: "op", state: "accepted", dueAt: null } as const;
        await write(store, {
          operations: [{ ...settles, where: [{ states: ["unknown"] }] }],
          deadlines: deadlines(32),
        });
        assert.equal(await store.nextDue(), 32);
        await write(store, {
          guards: [{ operation: "op", deadline: 32 }],
          operations: [settles],
          deadlines: deadlines(33),
        });
        assert.equal(await store.nextDue(), 33);
        await write(store, {
          operations: [{ ...settles, dropsCommand: true }],
          deadlines: [...deadlines(34), ...deadlines(null)],
        });
        assert.equal(await store.nextDue(), null);
      },
    ],
    [
      "keeps an entry due until a commit changes it",
      async ({ store }) => {
        await write(store, { docs: [{ put: ["d", "1"], text: "{}", dueAt: 30 }] });
        assert.equal((await store.due(30, 10)).length, 1);
        assert.equal((await store.due(30, 10)).length, 1);
        await write(store, { docs: [{ put: ["d", "1"], text: "{}", dueAt: 40 }] });
        assert.deepEqual(await store.due(39, 10), []);
        assert.equal(await store.nextDue(), 40);
        await write(store, { docs: [{ put: ["d", "1"], text: "{}" }] });
        assert.equal(await store.nextDue(), null);
      },
    ],
    [
      "wakes for scheduled, dispatching and unknown operations only",
      async ({ store }) => {
        const states = [
          "scheduled",
          "claimed",
          "dispatching",
          "ready",
          "accepted",
          "rejected",
          "unknown",
          "cancelled",
          "expired",
        ] as const;
        await write(store, {
          operations: states.map((state, n) => newOperation(state, state, { dueAt: 10 + n })),
        });
        assert.deepEqual(
          await dueNames(store, 99),
          ["scheduled", "claimed", "dispatching", "unknown"].map(
            (id) => `tenant-a operation ${id}`,
          ),
        );
        await write(store, { operations: [{ id: "scheduled", state: "ready", dueAt: null }] });
        assert.equal(await store.nextDue(), 11);
      },
    ],
  ],
];
