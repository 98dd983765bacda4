import { rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite/index.ts";
import { migrate } from "../../src/store/sqlite/schema.ts";
import type { NativeRecord, Store } from "../../src/store/port.ts";
import { temporaryFolder } from "./temporary-store.ts";

let folder: string;
beforeEach(() => void (folder = temporaryFolder()));
afterEach(() => rmSync(folder, { recursive: true }));

/** A database as an earlier version left it. */
async function opened(version: number, rows: (db: DatabaseSync) => void): Promise<Store> {
  const path = join(folder, "store.db");
  const db = new DatabaseSync(path);
  expect(migrate(db, path, version)).toBeNull();
  rows(db);
  db.close();
  return openSqliteStore({ folder });
}

const key = (...parts: string[]): string => parts.map((part) => `${part}\u0001`).join("");

test("letters of the first version are kept as long as those that have no end", async () => {
  const store = await opened(1, (db) =>
    db.exec(
      `INSERT INTO dead_letters (tenant, id, source, state, code, reason, received_at, attempts, text)
       VALUES ('t', 'l', 's', 'open', 'c', 'r', 1, 1, 'x')`,
    ),
  );
  expect(await store.deadLetter("t", "l")).toMatchObject({ text: "x", expiresAt: null });
  await store.close();
});

test("the second version's rows are joined, and nothing of them is lost", async () => {
  const store = await opened(2, (db) => {
    const operation = db.prepare(
      `INSERT INTO operations (tenant, id, state, lane, subject, fence, due_at, created_at, text)
       VALUES ('t', ?, ?, 'lane', ?, 3, NULL, 5, '{}')`,
    );
    operation.run("waits", "ready", "s1");
    operation.run("done", "accepted", "s2");
    const doc = db.prepare(
      "INSERT INTO docs (tenant, key, version, text, due_at, person) VALUES ('t', ?, 1, ?, ?, ?)",
    );
    doc.run(key("command", "waits"), '{"to":"+49"}', null, "p1");
    doc.run(key("receipt-timer", "done"), "{}", 77, null);
    db.prepare(
      `INSERT INTO idempotency (tenant, key, operation, request_id, fields, replay_status, expires_at, result)
       VALUES ('t', 'k', 'done', 'r', '{"content":"h"}', 200, 99, '{"accepted":true}')`,
    ).run();
    const native = db.prepare(
      `INSERT INTO natives (tenant, id, source, dedupe_key, subjects, received_at, parked_refs, due_at, text)
       VALUES ('t', ?, 'source', ?, ?, 8, ?, ?, ?)`,
    );
    native.run("n1", "d1", JSON.stringify(["s1", "s2", "s3", "s4"]), null, null, "one");
    native.run("n2", "d2", "[]", JSON.stringify([[key("p", "t", "v")], "[]"]), 500, "two");
    native.run("n3", "d3", JSON.stringify(["s1"]), null, null, "three");
    db.exec(
      `INSERT INTO parked_refs (tenant, ref, native) VALUES ('t', '${key("p", "t", "v")}', 2);
       INSERT INTO raws (native, tenant, content_type, body) VALUES (1, 't', 'text/plain', CAST('raw' AS BLOB));
       INSERT INTO evidence (seq, tenant, text) VALUES (1, 't', '"e1"'), (2, 'other', '"e2"'), (3, 't', '"e3"');
       INSERT INTO timelines (tenant, subject, kind, key, n) VALUES
         ('t', 's1', 0, 1, 1), ('t', 's2', 0, 1, 1), ('t', 's3', 0, 1, 1), ('t', 's4', 0, 1, 1), ('t', 's1', 0, 3, 3),
         ('t', 's1', 1, 'ev1', 1), ('other', 's1', 1, 'ev2', 2), ('t', 's1', 1, 'ev3', 3);`,
    );
  });
  const names = ({ natives }: { natives: readonly NativeRecord[] }) => natives.map(({ id }) => id);

  const { operation, idempotency } = await store.load("t", [
    { operation: "waits" },
    { operation: "done" },
    { idempotency: "k" },
  ]);
  expect(operation("waits")).toMatchObject({ state: "ready", fence: 3, command: '{"to":"+49"}' });
  expect(operation("done")).toMatchObject({ state: "accepted", command: null, deadline: 77 });
  expect(idempotency("k")).toEqual({
    key: "k",
    operation: "done",
    requestId: "r",
    fields: { content: "h" },
    replayStatus: 200,
    expiresAt: 99,
    result: '{"accepted":true}',
  });
  expect(await store.timeline("t", "s1")).toMatchObject({ evidence: ['"e1"', '"e3"'] });
  expect(names(await store.timeline("t", "s1"))).toEqual(["n1", "n3"]);
  for (const subject of ["s2", "s3", "s4"])
    expect(names(await store.timeline("t", subject))).toEqual(["n1"]);
  expect(await store.native("t", "n1")).toMatchObject({
    subjects: ["s1", "s2", "s3", "s4"],
    text: "one",
    raw: { text: "raw" },
  });
  expect(await store.page("t", 1, 10)).toEqual({ text: '["e3"]', count: 1, next: 3 });
  expect(await store.head()).toBe(3);
  expect((await store.due(77, 10)).map(({ kind }) => kind)).toEqual(["deadline"]);

  // What stood before is known: as a repeat, as what waits, as what a person may have erased.
  const again = await store.commit("t", {
    guards: [],
    natives: [{ ...((await store.native("t", "n1")) as NativeRecord), text: "again" }],
    evidence: [{ id: "ev1", subject: "s1", text: '"again"' }],
    refs: [{ ref: { provider_name: "p", ref_type: "t", ref_value: "v" }, operation: "done" }],
  });
  expect(again).toEqual({ ok: true, head: 3, added: [], unparked: 1 });
  expect(await store.erase("t", "p1")).toBe(1);
  await store.close();
});

test("what was due in the third version is due afterwards", async () => {
  const store = await opened(3, (db) => {
    const operation = db.prepare(
      `INSERT INTO operations (tenant, id, state, lane, subject, fence, due_at, created_at, text)
       VALUES ('t', ?, ?, 'lane', 's', 0, ?, 5, '{}')`,
    );
    for (const [at, state] of ["scheduled", "dispatching", "unknown", "accepted"].entries())
      operation.run(`o${at}`, state, 10 + at);
  });
  const due = await store.due(100, 10);
  expect(due.map((each) => (each.kind === "operation" ? each.operation.id : each.kind))).toEqual([
    "o0",
    "o1",
    "o2",
  ]);
  await store.close();
});

test("the fourth version's natives are found by each of their subjects afterwards", async () => {
  const store = await opened(4, (db) => {
    const native = db.prepare(
      `INSERT INTO ledger (tenant, id, source, dedupe_key, subject, second_subject, more_subjects, received_at, text)
       VALUES ('t', ?1, 'source', ?1, ?2, ?3, ?4, 8, '{}')`,
    );
    native.run("n1", "s1", "endpoint:e1", null);
    native.run("n2", "s1", "s2", '["endpoint:e1","s3"]');
    native.run("n3", "endpoint:e1", null, null);
    const further = db.prepare(
      "INSERT INTO further_subjects (tenant, subject, native) VALUES ('t', ?, 2)",
    );
    for (const subject of ["endpoint:e1", "s3"]) further.run(subject);
  });
  const found = async (subject: string): Promise<string> =>
    (await store.timeline("t", subject)).natives.map(({ id }) => id).join();
  expect(await Promise.all(["s1", "s2", "s3", "endpoint:e1"].map(found))).toEqual([
    "n1,n2",
    "n2",
    "n2",
    "n1,n2,n3",
  ]);
  expect(await store.native("t", "n2")).toMatchObject({
    subjects: ["s1", "s2", "endpoint:e1", "s3"],
  });
  await store.close();
});
