import type { DatabaseSync, StatementSync } from "node:sqlite";

/** Prepares each text once. */
export type Prepare = (sql: string) => StatementSync;

export function preparing(db: DatabaseSync): Prepare {
  const cache = new Map<string, StatementSync>();
  return (sql) => {
    let statement = cache.get(sql);
    if (!statement) cache.set(sql, (statement = db.prepare(sql)));
    return statement;
  };
}
