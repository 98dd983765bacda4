import assert from "node:assert/strict";
import type { OperationWrite, Store } from "../../store/port.ts";
import type { StoreChapter } from "./harness.ts";
import { docText, newOperation, operationState, OTHER, put, TENANT, write } from "./samples.ts";

const claim = (
  store: Store,
  more: { owner?: string; now?: number; limit?: number; lane?: string } = {},
) => store.claim({ owner: "owner-1", now: 2000, leaseMs: 500, limit: 10, ...more });

export const operations: StoreChapter = [
  "operations",
  [
    [
      "keeps what an operation was created with, and its text where a later write leaves it out",
      async ({ store }) => {
        await write(store, {
          operations: [newOperation("op", "scheduled", { dueAt: 3000, text: "first" })],
        });
        await write(store, { operations: [{ id: "op", state: "ready", dueAt: null }] });
        const kept = (await store.load(TENANT, [{ operation: "op" }])).operation("op");
        assert.deepEqual(kept, {
          id: "op",
          state: "ready",
          lane: "main",
          subject: "subject-op",
          fence: 0,
          dueAt: null,
          createdAt: 1000,
          text: "first",
          command: null,
          deadline: null,
        });
        await write(store, {
          operations: [{ id: "op", state: "accepted", dueAt: null, text: "second" }],
        });
        assert.equal(
          (await store.load(TENANT, [{ operation: "op" }])).operation("op")?.text,
          "second",
        );
      },
    ],
    [
      "keeps a command until a write drops it, and hands it out with the claim",
      async ({ store }) => {
        const command = { text: '{"to":"+49"}', person: null };
        await write(store, { operations: [newOperation("op", "ready", { command })] });
        const [claimed] = await claim(store);
        assert.equal(claimed?.operation.command, command.text);
        await write(store, { operations: [{ id: "op", state: "dispatching", dueAt: 9 }] });
        const load = async () => (await store.load(TENANT, [{ operation: "op" }])).operation("op");
        assert.equal((await load())?.command, command.text);
        await write(store, {
          operations: [{ id: "op", state: "accepted", dueAt: null, dropsCommand: true }],
        });
        assert.equal((await load())?.command, null);
      },
    ],
    [
      "writes an operation only where one of its conditions holds, and the rest of the change in any case",
      async ({ store }) => {
        await write(store, { operations: [newOperation("op")] });
        const settle = (key: string, where: OperationWrite["where"]) =>
          write(store, {
            ...put(["rest", key], key),
            operations: [{ id: "op", state: "accepted", dueAt: null, text: key, where }],
          });
        const text = async () =>
          (await store.load(TENANT, [{ operation: "op" }])).operation("op")?.text;
        for (const [key, where] of [
          ["none", []],
          ["state", [{ states: ["dispatching"] }]],
          ["fence", [{ fence: 1, states: ["ready"] }]],
        ] as const) {
          await settle(key, where);
          assert.equal(await text(), '{"id":"op"}');
          assert.equal(await operationState(store, "op"), "ready");
          assert.equal(await docText(store, ["rest", key]), key);
        }
        await claim(store);
        await settle("claimed", [{ fence: 0, states: ["claimed"] }]);
        assert.equal(await text(), '{"id":"op"}');
        await settle("second", [{ states: ["unknown"] }, { fence: 1, states: ["claimed"] }]);
        assert.equal(await text(), "second");
        assert.equal(await operationState(store, "op"), "accepted");
      },
    ],
    [
      "leaves a conditional write of an absent operation out",
      async ({ store }) => {
        const where = [{ states: ["ready"] }] as const;
        await write(store, {
          ...put(["rest"], "there"),
          operations: [{ id: "op", state: "accepted", dueAt: null, where }],
        });
        assert.equal(await operationState(store, "op"), null);
        assert.equal(await docText(store, ["rest"]), "there");
      },
    ],
    [
      "rejects to create an operation twice, or to change an absent one",
      async ({ store }) => {
        await write(store, { operations: [newOperation("op")] });
        await assert.rejects(write(store, { operations: [newOperation("op")] }));
        await assert.rejects(
          write(store, { operations: [{ id: "op", state: "accepted", dueAt: null }] }, OTHER),
        );
        assert.equal(await operationState(store, "op"), "ready");
      },
    ],
    [
      "claims ready operations of all lanes and tenants in order of creation, each once, raising the fence",
      async ({ store }) => {
        await write(store, {
          operations: [newOperation("c", "ready", { createdAt: 3, lane: "a" })],
        });
        await write(
          store,
          { operations: [newOperation("a", "ready", { createdAt: 1, lane: "b" })] },
          OTHER,
        );
        await write(store, {
          operations: [
            newOperation("b", "ready", { createdAt: 2, lane: "c" }),
            newOperation("s", "scheduled"),
          ],
        });
        const first = await claim(store, { limit: 2 });
        assert.deepEqual(
          first.map(({ tenant, operation }) => [tenant, operation.id]),
          [
            [OTHER, "a"],
            [TENANT, "b"],
          ],
        );
        const taken = first[1]?.operation;
        assert.deepEqual(taken, {
          id: "b",
          state: "claimed",
          lane: "c",
          subject: "subject-b",
          fence: 1,
          dueAt: 2500,
          createdAt: 2,
          text: '{"id":"b"}',
          command: null,
          deadline: null,
        });
        assert.deepEqual((await store.load(TENANT, [{ operation: "b" }])).operation("b"), {
          ...taken,
          state: "ready",
          fence: 0,
          dueAt: null,
        });
        assert.deepEqual(
          (await claim(store)).map(({ operation }) => operation.id),
          ["c"],
        );
        assert.deepEqual(await claim(store), []);
      },
    ],
    [
      "claims from one lane only where one is named",
      async ({ store }) => {
        await write(store, {
          operations: [
            newOperation("a", "ready", { lane: "x" }),
            newOperation("b", "ready", { lane: "xy" }),
          ],
        });
        assert.deepEqual(
          (await claim(store, { lane: "xy" })).map(({ operation }) => operation.id),
          ["b"],
        );
        assert.equal(await operationState(store, "a"), "ready");
      },
    ],
    [
      "gives no operation to two claims at once",
      async ({ store }) => {
        await write(store, {
          operations: Array.from({ length: 40 }, (_, n) => newOperation(`op-${n}`)),
        });
        const claims = await Promise.all(
          Array.from({ length: 10 }, (_, n) => claim(store, { owner: `owner-${n}`, limit: 7 })),
        );
        const ids = claims.flat().map(({ operation }) => operation.id);
        assert.equal(ids.length, 40);
        assert.equal(new Set(ids).size, 40);
      },
    ],
    [
      "fences a stale owner: after a second claim the first one's transition fails, its facts do not",
      async ({ store }) => {
        await write(store, { operations: [newOperation("op")] });
        const [stale] = await claim(store);
        await write(store, { operations: [{ id: "op", state: "ready", dueAt: null }] });
        const [fresh] = await claim(store, { owner: "owner-2" });
        assert.deepEqual([stale?.operation.fence, fresh?.operation.fence], [1, 2]);
        const transition = (fence: number) =>
          store.commit(TENANT, {
            guards: [{ operation: "op", fence, states: ["claimed"] }],
            operations: [{ id: "op", state: "dispatching", dueAt: 4000 }],
          });
        assert.equal((await transition(1)).ok, false);
        await write(store, { docs: [{ put: ["fact", "late"], text: "sent, id X" }] });
        assert.equal((await transition(2)).ok, true);
      },
    ],
    [
      "lets a reader, who sees it ready, end what is claimed and has not left",
      async ({ store }) => {
        await write(store, { operations: [newOperation("op")] });
        const [claimed] = await claim(store);
        const cancelled = await store.commit(TENANT, {
          guards: [{ operation: "op", fence: 0, states: ["scheduled", "ready"] }],
          operations: [{ id: "op", state: "cancelled", dueAt: null }],
        });
        assert.equal(cancelled.ok, true);
        const left = await store.commit(TENANT, {
          guards: [{ operation: "op", fence: claimed?.operation.fence ?? -1, states: ["claimed"] }],
        });
        assert.equal(left.ok, false);
      },
    ],
    [
      "claims again what was claimed and not begun when the lease has ended, and not before",
      async ({ store }) => {
        await write(store, { operations: [newOperation("op")] });
        await claim(store);
        assert.deepEqual(await claim(store, { now: 2499 }), []);
        const [again] = await claim(store, { now: 2500 });
        assert.equal(again?.operation.fence, 2);
      },
    ],
    [
      "ends the leases of others at once and leaves the owner's own",
      async ({ store }) => {
        for (const id of ["a", "b", "c", "d"])
          await write(store, { operations: [newOperation(id, "ready", { lane: id })] });
        await claim(store, { owner: "dead", lane: "a" });
        await claim(store, { owner: "dead", lane: "b" });
        await claim(store, { owner: "alive", lane: "c" });
        await write(store, { operations: [{ id: "b", state: "dispatching", dueAt: 9000 }] });
        assert.equal(await store.endLeases("alive", 2100), 2);
        const due = await store.due(2100, 10);
        assert.deepEqual(
          due.map(
            (entry) => entry.kind === "operation" && [entry.operation.id, entry.operation.state],
          ),
          [["b", "dispatching"]],
        );
        const free = await claim(store, { owner: "alive", now: 2100 });
        assert.deepEqual(
          free.map(({ operation }) => [operation.id, operation.fence]),
          [
            ["a", 2],
            ["d", 1],
          ],
        );
        assert.equal(await store.endLeases("alive", 2100), 0);
      },
    ],
  ],
];
