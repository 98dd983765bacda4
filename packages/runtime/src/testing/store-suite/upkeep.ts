import assert from "node:assert/strict";
import type { StoreChapter } from "./harness.ts";
import {
  deadLetter,
  docText,
  evidence,
  answered,
  idempotency,
  native,
  newOperation,
  operationState,
  OTHER,
  parked,
  TENANT,
  write,
} from "./samples.ts";

export const upkeep: StoreChapter = [
  "idempotency, dead letters, erasure, retention, figures",
  [
    [
      "keeps an idempotency record as first answered, for its tenant only",
      async ({ store }) => {
        const record = idempotency("key", { result: '{"é":"\\u0000"}' });
        await write(store, answered("key", record));
        assert.deepEqual(
          (await store.load(TENANT, [{ idempotency: "key" }])).idempotency("key"),
          record,
        );
        assert.equal((await store.load(OTHER, [{ idempotency: "key" }])).idempotency("key"), null);
        await write(store, answered("key", { requestId: "theirs" }), OTHER);
        assert.deepEqual(
          (await store.load(TENANT, [{ idempotency: "key" }])).idempotency("key"),
          record,
        );
      },
    ],
    [
      "refuses to overwrite an idempotency record unseen, and replaces an expired one that was looked at",
      async ({ store }) => {
        await write(store, answered("key", { expiresAt: 100 }));
        await assert.rejects(
          write(store, answered("key", { operation: "second", requestId: "second" })),
        );
        const result = await store.commit(TENANT, {
          guards: [{ idempotencyUnknown: "key", now: 100 }],
          ...answered("key", { operation: "second", requestId: "second" }),
        });
        assert.equal(result.ok, true);
        assert.equal(
          (await store.load(TENANT, [{ idempotency: "key" }])).idempotency("key")?.requestId,
          "second",
        );
      },
    ],
    [
      "refuses an idempotency record whose operation the same change does not create",
      async ({ store }) => {
        await assert.rejects(write(store, { idempotency: idempotency("key") }));
        await assert.rejects(
          write(store, { idempotency: idempotency("key"), operations: [newOperation("other")] }),
        );
        assert.equal(await operationState(store, "other"), null);
      },
    ],
    [
      "keeps an operation whose idempotency record has expired",
      async ({ store }) => {
        await write(store, answered("key", { operation: "op", expiresAt: 100 }));
        assert.equal((await store.prune(100)).idempotency, 1);
        assert.equal(await operationState(store, "op"), "accepted");
        assert.equal((await store.prune(100)).idempotency, 0);
      },
    ],
    [
      "lists dead letters by state in order of arrival, page by page, for their tenant only",
      async ({ store }) => {
        for (const id of ["c", "a", "b"]) await write(store, { deadLetters: [deadLetter(id)] });
        await write(store, { deadLetters: [deadLetter("a", { state: "replayed", attempts: 2 })] });
        await write(store, { deadLetters: [deadLetter("x")] }, OTHER);
        const ids = async (query: Parameters<typeof store.deadLetters>[1]) =>
          (await store.deadLetters(TENANT, query)).map(({ id }) => id);
        assert.deepEqual(await ids({ limit: 10 }), ["c", "a", "b"]);
        assert.deepEqual(await ids({ limit: 10, state: "open" }), ["c", "b"]);
        assert.deepEqual(await ids({ limit: 1, after: "c" }), ["a"]);
        assert.deepEqual(await ids({ limit: 10, after: "a", state: "open" }), ["b"]);
        assert.deepEqual(
          await store.deadLetter(TENANT, "a"),
          deadLetter("a", { state: "replayed", attempts: 2 }),
        );
        assert.equal(await store.deadLetter(OTHER, "a"), null);
      },
    ],
    [
      "erases a person's documents, raw payloads and dead letters' text, and nothing else",
      async ({ store }) => {
        const raw = { contentType: "text/plain", text: "+4912345", person: "p1", expiresAt: null };
        const personal = {
          docs: [
            { put: ["consent", "1"], text: "{}", person: "p1" },
            { put: ["consent", "2"], text: "{}", person: "p2" },
            { put: ["feed", "1"], text: "{}" },
          ],
          operations: [
            newOperation("o1", "ready", { command: { text: "+4912345", person: "p1" } }),
            newOperation("o2", "ready", { command: { text: "kept", person: "p2" } }),
          ],
          natives: [native("n1", { raw }), native("n2", { raw: { ...raw, person: "p2" } })],
          deadLetters: [
            deadLetter("l1", { person: "p1", text: "+4912345" }),
            deadLetter("l2", { text: "kept" }),
          ],
        } as const;
        await write(store, personal);
        await write(store, personal, OTHER);
        assert.equal(await store.erase(TENANT, "p1"), 4);
        const left = await store.load(TENANT, [{ operation: "o1" }, { operation: "o2" }]);
        assert.deepEqual(
          [left.operation("o1")?.command, left.operation("o2")?.command],
          [null, "kept"],
        );
        assert.equal(await docText(store, ["consent", "1"]), null);
        assert.equal(await docText(store, ["consent", "2"]), "{}");
        assert.equal(await docText(store, ["feed", "1"]), "{}");
        assert.deepEqual(await store.native(TENANT, "native-n1"), native("n1"));
        assert.notEqual((await store.native(TENANT, "native-n2"))?.raw, null);
        assert.deepEqual(
          await store.deadLetter(TENANT, "l1"),
          deadLetter("l1", { text: "", state: "discarded" }),
        );
        assert.equal((await store.deadLetter(TENANT, "l2"))?.text, "kept");
        assert.equal(await docText(store, ["consent", "1"], OTHER), "{}");
        assert.equal((await store.native(OTHER, "native-n1"))?.raw?.text, "+4912345");
        assert.equal(await store.erase(TENANT, "p1"), 0);
      },
    ],
    [
      "prunes expired idempotency records and raw payloads past retention, at their instant",
      async ({ store }) => {
        const raw = { contentType: "text/plain", text: "x", person: null, expiresAt: 100 };
        await write(store, {
          ...answered("old", { expiresAt: 100 }),
          natives: [native("n1", { raw })],
        });
        await write(store, {
          ...answered("new", { expiresAt: 101 }),
          natives: [native("n2", { raw: { ...raw, expiresAt: null } })],
        });
        const none = { idempotency: 0, raw: 0, deadLetters: 0 };
        assert.deepEqual(await store.prune(99), none);
        assert.deepEqual(await store.prune(100), { ...none, idempotency: 1, raw: 1 });
        const snapshot = await store.load(TENANT, [{ idempotency: "old" }, { idempotency: "new" }]);
        assert.equal(snapshot.idempotency("old"), null);
        assert.equal(snapshot.idempotency("new")?.requestId, "request-new");
        assert.deepEqual(await store.native(TENANT, "native-n1"), native("n1"));
        assert.equal((await store.native(TENANT, "native-n2"))?.raw?.text, "x");
      },
    ],
    [
      "prunes the text of dead letters at their instant: an open one is discarded, and says why",
      async ({ store }) => {
        const expiring = { text: "+4912345", person: "p1", expiresAt: 100 };
        await write(store, {
          deadLetters: [
            deadLetter("open", expiring),
            deadLetter("replayed", { ...expiring, state: "replayed" }),
            deadLetter("later", { ...expiring, expiresAt: 101 }),
            deadLetter("kept", { text: "kept" }),
          ],
        });
        const letters = async () => {
          const all = await store.deadLetters(TENANT, { limit: 10 });
          return all.map(({ id, state, text }) => [id, state, text]);
        };
        const none = { idempotency: 0, raw: 0, deadLetters: 0 };
        const before = await letters();
        assert.deepEqual(await store.prune(99), none);
        assert.deepEqual(await letters(), before);
        assert.deepEqual(await store.prune(100), { ...none, deadLetters: 2 });
        assert.deepEqual(await letters(), [
          ["open", "discarded", ""],
          ["replayed", "replayed", ""],
          ["later", "open", "+4912345"],
          ["kept", "open", "kept"],
        ]);
        const [open, replayed] = await store.deadLetters(TENANT, { limit: 2 });
        assert.match(open?.reason ?? "", /^The body is not JSON\. .*retention/);
        assert.equal(replayed?.reason, "The body is not JSON.");
        assert.deepEqual(await store.prune(100), none);
        assert.equal(await store.erase(TENANT, "p1"), 1);
      },
    ],
    [
      "counts operations by state, the oldest that is ready, open dead letters, parked natives and the head",
      async ({ store }) => {
        assert.deepEqual(await store.stats(), {
          head: 0,
          operations: {},
          oldestReadyAt: null,
          openDeadLetters: 0,
          parkedNatives: 0,
        });
        await write(store, {
          operations: [
            newOperation("a", "ready", { createdAt: 7 }),
            newOperation("b", "ready", { createdAt: 5 }),
            newOperation("c", "scheduled"),
          ],
          natives: [parked("n1", "SM1"), native("n2")],
          evidence: [evidence("e1")],
          deadLetters: [deadLetter("l1"), deadLetter("l2", { state: "replayed" })],
        });
        await write(store, { operations: [{ id: "c", state: "cancelled", dueAt: null }] });
        assert.deepEqual(await store.stats(), {
          head: 1,
          operations: { ready: 2, cancelled: 1 },
          oldestReadyAt: 5,
          openDeadLetters: 1,
          parkedNatives: 1,
        });
      },
    ],
  ],
];
