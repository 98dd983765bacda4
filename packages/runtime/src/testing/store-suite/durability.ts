import assert from "node:assert/strict";
import { StoreUnavailableError } from "../../errors.ts";
import type { StoreChapter } from "./harness.ts";
import {
  deadLetter,
  docText,
  eventIds,
  evidence,
  idempotency,
  native,
  newOperation,
  parked,
  put,
  ref,
  TENANT,
  write,
} from "./samples.ts";

export const durability: StoreChapter = [
  "durability",
  [
    [
      "finds everything again after it was closed and opened",
      async ({ store, reopen }) => {
        await write(store, {
          docs: [{ put: ["d", "1"], text: "kept", dueAt: 50 }],
          idempotency: idempotency("key", { operation: "op" }),
          operations: [newOperation("op")],
          refs: [{ ref: ref("SM0"), operation: "op" }],
          natives: [native("n1"), parked("n2", "SM1")],
          evidence: [evidence("e1"), evidence("e2")],
          deadLetters: [deadLetter("l1")],
        });
        await store.claim({ owner: "o", now: 100, leaseMs: 100, limit: 1 });
        const stats = await store.stats();
        const due = await store.due(1e6, 10);
        const again = await reopen();
        assert.deepEqual(await again.stats(), stats);
        assert.deepEqual(await again.due(1e6, 10), due);
        assert.equal(await docText(again, ["d", "1"]), "kept");
        const snapshot = await again.load(TENANT, [
          { operation: "op" },
          { ref: ref("SM0") },
          { idempotency: "key" },
        ]);
        assert.equal(snapshot.operation("op")?.state, "ready");
        assert.equal(snapshot.ref(ref("SM0")), "op");
        assert.deepEqual(snapshot.idempotency("key"), idempotency("key", { operation: "op" }));
        assert.equal((await again.timeline(TENANT, "subject-1")).natives.length, 1);
        assert.deepEqual(await again.deadLetter(TENANT, "l1"), deadLetter("l1"));
        assert.equal((await write(again, { evidence: [evidence("e1"), evidence("e3")] })).head, 3);
        assert.deepEqual(await eventIds(again), ["e1", "e2", "e3"]);
      },
    ],
    [
      "closed amid commits, each is either durable or rejected",
      async ({ store, reopen }) => {
        const pending = Array.from({ length: 600 }, (_, n) =>
          store.commit(TENANT, { guards: [], ...put(["d", `${n}`]) }),
        );
        const closing = store.close();
        const late = store.commit(TENANT, { guards: [], ...put(["d", "late"]) });
        const settled = await Promise.allSettled([...pending, late]);
        await closing;
        const again = await reopen();
        for (const [n, result] of settled.entries()) {
          const kept =
            (await docText(again, ["d", n === pending.length ? "late" : `${n}`])) !== null;
          assert.equal(kept, result.status === "fulfilled", `commit ${n} was ${result.status}`);
        }
      },
    ],
    [
      "once closed, rejects every call, ends its heads, and closes again without harm",
      async ({ store }) => {
        const reader = store.heads(new AbortController().signal)[Symbol.asyncIterator]();
        const waiting = reader.next();
        await store.close();
        await store.close();
        assert.equal((await waiting).done, true);
        const calls = [
          () => store.load(TENANT, []),
          () => store.commit(TENANT, { guards: [] }),
          () => store.claim({ owner: "o", now: 1, leaseMs: 1, limit: 1 }),
          () => store.due(1, 1),
          () => store.nextDue(),
          () => store.endLeases("o", 1),
          () => store.page(TENANT, 0, 1),
          () => store.head(),
          () => store.timeline(TENANT, "s"),
          () => store.native(TENANT, "n"),
          () => store.deadLetters(TENANT, { limit: 1 }),
          () => store.deadLetter(TENANT, "l"),
          () => store.erase(TENANT, "p"),
          () => store.prune(1),
          () => store.stats(),
        ];
        for (const call of calls) await assert.rejects(call(), StoreUnavailableError);
      },
    ],
  ],
];
