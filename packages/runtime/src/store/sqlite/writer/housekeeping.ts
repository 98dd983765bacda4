import type { Prepare } from "./statements.ts";

export interface Housekeeping {
  erase(tenant: string, person: string): number;
  /** At most `limit` rows of each kind: a large backlog is dropped in several transactions. */
  prune(now: number, limit: number): [idempotency: number, raw: number];
}

export function housekeeping(prepare: Prepare): Housekeeping {
  const eraseDocs = prepare("DELETE FROM docs WHERE tenant = ? AND person = ?");
  const eraseRaws = prepare("DELETE FROM raws WHERE tenant = ? AND person = ?");
  const eraseLetters = prepare(
    "UPDATE dead_letters SET text = '', state = 'discarded', person = NULL WHERE tenant = ? AND person = ?",
  );
  const pruneIdempotency = prepare(
    "DELETE FROM idempotency WHERE n IN (SELECT n FROM idempotency WHERE expires_at <= ? LIMIT ?)",
  );
  const pruneRaws = prepare(
    "DELETE FROM raws WHERE native IN (SELECT native FROM raws WHERE expires_at <= ? LIMIT ?)",
  );
  return {
    erase: (tenant, person) =>
      [eraseDocs, eraseRaws, eraseLetters].reduce(
        (total, statement) => total + Number(statement.run(tenant, person).changes),
        0,
      ),
    prune: (now, limit) => [
      Number(pruneIdempotency.run(now, limit).changes),
      Number(pruneRaws.run(now, limit).changes),
    ],
  };
}
