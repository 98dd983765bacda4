import { DatabaseSync } from "node:sqlite";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apiHeaders, openReferenceService } from "../../src/testing/crash/reference-service.ts";
import { action } from "../lib/request-sources.ts";

export interface RowShape {
  readonly table: string;
  /** Bytes of the columns it is found by. */
  readonly key: number;
  /** Bytes of all others. */
  readonly text: number;
  /** What it is found by: an identifier that grows with time, a name the engine chose, or a hash, which lies anywhere. */
  readonly found: "grown" | "chosen" | "hashed";
}

/** What one accepted action makes the store write, and what it is answered. */
export interface Shape {
  readonly rows: readonly RowShape[];
  readonly answerLength: number;
}

const KEYS = new Set([
  "tenant",
  "key",
  "id",
  "ref",
  "source",
  "dedupe_key",
  "subject",
  "second_subject",
  "event_subject",
  "event_id",
]);
const bytes = (value: unknown): number =>
  typeof value === "string"
    ? Buffer.byteLength(value)
    : value instanceof Uint8Array
      ? value.byteLength
      : value === null
        ? 0
        : 8;

/** Takes one action and looks at what stands in the database afterwards. */
export async function shapeOfIntake(): Promise<Shape> {
  const folder = mkdtempSync(join(tmpdir(), "underclaim-shape-"));
  const { app, close } = await openReferenceService({ folder });
  const before = rowsIn(folder);
  const answer = await app.inject({
    method: "POST",
    url: "/adapter/actions",
    headers: apiHeaders,
    payload: action("shape_0"),
  });
  if (answer.statusCode !== 202)
    throw new Error(`The action was answered ${answer.statusCode}: ${answer.body}`);
  const after = rowsIn(folder);
  await app.close();
  await close();
  rmSync(folder, { recursive: true });
  const { adapter_operation_id: operation } = JSON.parse(answer.body) as {
    adapter_operation_id: string;
  };
  const rows = Object.entries(after).flatMap(([table, found]) =>
    found.slice(before[table]?.length ?? 0).map((row) => rowShape(table, row, operation)),
  );
  return { rows, answerLength: answer.body.length };
}

/** @param operation what an identifier that grows with time holds */
export function rowShape(table: string, row: Row, operation: string): RowShape {
  const keys = Object.entries(row).filter(([column]) => KEYS.has(column));
  const rest = Object.entries(row).filter(([column]) => !KEYS.has(column));
  const grows = keys.length <= 1 || keys.some(([, value]) => String(value).includes(operation));
  const hashed = keys.some(([, value]) => /_[0-9a-f]{32}/.test(String(value)));
  return {
    table,
    key: sum(keys),
    text: sum(rest),
    found: grows ? "grown" : hashed ? "hashed" : "chosen",
  };
}

const sum = (columns: [string, unknown][]): number =>
  columns.reduce((total, [, value]) => total + bytes(value), 0);

export type Row = Readonly<Record<string, unknown>>;

/** Every row of every table of the store in this folder. */
export function rowsIn(folder: string): Record<string, readonly Row[]> {
  const db = new DatabaseSync(join(folder, "store.db"), { readOnly: true });
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  const found = tables.map(({ name }) => [
    String(name),
    db.prepare(`SELECT * FROM ${String(name)}`).all(),
  ]);
  db.close();
  return Object.fromEntries(found) as Record<string, readonly Row[]>;
}

const fillers = new Map<number, string>();
const filler = (length: number): string => {
  let text = fillers.get(length);
  if (text === undefined) fillers.set(length, (text = "x".repeat(length)));
  return text;
};

/** Key and text of each row, one after the other. */
export function rowsOf(shape: Shape, names: Readonly<Record<RowShape["found"], string>>): string[] {
  const flat: string[] = [];
  for (let at = 0; at < shape.rows.length; at += 1) {
    const row = shape.rows[at];
    if (row === undefined) continue;
    flat.push(`${at}:${names[row.found]}`.padEnd(row.key, "-"), filler(row.text));
  }
  return flat;
}
