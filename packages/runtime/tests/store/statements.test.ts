import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { OF_ENDPOINT } from "../../src/store/sqlite/rows.ts";
import { MAY_BE_DUE, migrate } from "../../src/store/sqlite/schema.ts";
import { documentWrites } from "../../src/store/sqlite/writer/documents.ts";
import { guardChecks } from "../../src/store/sqlite/writer/guards.ts";
import { ledger } from "../../src/store/sqlite/writer/ledger.ts";
import { operationWrites } from "../../src/store/sqlite/writer/operations.ts";
import type { Prepare } from "../../src/store/sqlite/writer/statements.ts";

let db: DatabaseSync;
beforeEach(() => {
  db = new DatabaseSync(":memory:");
  migrate(db, ":memory:");
});
afterEach(() => db.close());

const column = (sql: string, name: string): string[] =>
  db
    .prepare(sql)
    .all()
    .map((row) => String(row[name]));

/** What each commit runs for each of its rows; others look for rows, and may make a list of what they find. */
const forEachRow = (sql: string): boolean => /^\s*INSERT|WHERE n = \?\d?$/.test(sql);

test("no statement that writes a row builds a table of its own for it", () => {
  const asked: string[] = [];
  const prepare: Prepare = (sql) => {
    asked.push(sql);
    return db.prepare(sql);
  };
  const operations = operationWrites(prepare);
  guardChecks(prepare, operations.standing);
  documentWrites(prepare);
  ledger(prepare);
  const writing = asked.filter(forEachRow);
  expect(writing.length).toBeGreaterThan(8);

  const building = writing.filter((sql) =>
    column(`EXPLAIN ${sql}`, "opcode").some((each) => /^(OpenEphemeral|OpenAutoindex)$/.test(each)),
  );
  expect(building).toEqual([]);
});

test("what is due is found by the index of those that may be", () => {
  expect(
    column(
      `EXPLAIN QUERY PLAN SELECT n FROM operations WHERE due_at <= 5 AND ${MAY_BE_DUE} ORDER BY due_at, n`,
      "detail",
    ),
  ).toEqual(["SEARCH operations USING INDEX operations_due (due_at<?)"]);
});

test("leases that are ended are found by the same index", () => {
  const asked: string[] = [];
  operationWrites((sql) => {
    asked.push(sql);
    return db.prepare(sql);
  });
  const ending = asked.filter((sql) => sql.includes("SET due_at = ?1"));
  expect(ending).toHaveLength(1);
  expect(column(`EXPLAIN QUERY PLAN ${ending[0] ?? ""}`, "detail").join()).toContain(
    "operations_due",
  );
});

test("an endpoint's natives are looked for one segment of their index after the other, no further than asked", () => {
  const plan = column(`EXPLAIN QUERY PLAN ${OF_ENDPOINT}`, "detail");
  expect(plan).toContain("CO-ROUTINE segments");
  expect(plan.at(-1)).toBe(
    "SEARCH ledger USING COVERING INDEX ledger_endpoint (<expr>=? AND tenant=? AND second_subject=?)",
  );
  expect(plan.join()).not.toMatch(/MATERIALIZE|TEMP B-TREE/);
});
