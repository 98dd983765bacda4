import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** For each message, on the average. */
export interface Writes {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  /** Inserted, by table. */
  readonly tables: Readonly<Record<string, number>>;
}

const OPERATIONS = ["INSERT", "UPDATE", "DELETE"] as const;

/**
 * Counts every row that is written, also one that is written several times, by triggers of the database itself. They slow it
 * down and stay: for a store that is thrown away.
 */
export async function countWrites(
  folder: string,
  messages: number,
  send: (n: number) => Promise<void>,
): Promise<Writes> {
  const db = new DatabaseSync(join(folder, "store.db"), { timeout: 5_000 });
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  db.exec(
    "CREATE TABLE bench_writes (name TEXT, operation TEXT, total INTEGER, PRIMARY KEY (name, operation))",
  );
  for (const { name } of tables) {
    for (const operation of OPERATIONS) {
      db.exec(`INSERT INTO bench_writes VALUES ('${String(name)}', '${operation}', 0)`);
      db.exec(
        `CREATE TRIGGER bench_${String(name)}_${operation} AFTER ${operation} ON ${String(name)} BEGIN
           UPDATE bench_writes SET total = total + 1 WHERE name = '${String(name)}' AND operation = '${operation}'; END`,
      );
    }
  }
  for (let n = 1; n <= messages; n += 1) await send(n);
  const counted = db.prepare("SELECT name, operation, total FROM bench_writes").all();
  db.close();
  const each = (row: Record<string, unknown>): number => Number(row["total"]) / messages;
  const sum = (operation: (typeof OPERATIONS)[number]): number =>
    counted
      .filter((row) => row["operation"] === operation && row["name"] !== "operation_counts")
      .reduce((total, row) => total + each(row), 0);
  return {
    inserted: sum("INSERT"),
    updated: sum("UPDATE"),
    deleted: sum("DELETE"),
    tables: Object.fromEntries(
      counted
        .filter((row) => each(row) > 0)
        .map((row) => [
          `${String(row["name"])} ${String(row["operation"]).toLowerCase()}`,
          each(row),
        ]),
    ),
  };
}
