import { SEGMENT_BITS } from "../schema.ts";
import { NO_IDEMPOTENCY } from "./operations.ts";
import type { Prepare } from "./statements.ts";

export interface Housekeeping {
  erase(tenant: string, person: string): number;
  /** At most `limit` rows of each kind: a large backlog is dropped in several transactions. */
  prune(now: number, limit: number): [idempotency: number, raw: number, deadLetters: number];
}

export function housekeeping(prepare: Prepare): Housekeeping {
  /** By an index that is cut into segments: each of them is looked into. */
  const bySegments = (table: string, erasing: string) => {
    const last = prepare(`SELECT max(n) AS n FROM ${table}`);
    const erase = prepare(
      `${erasing} WHERE n >> ${SEGMENT_BITS} = ? AND tenant = ? AND person = ? AND person IS NOT NULL`,
    );
    return (tenant: string, person: string): number => {
      const segments = Number(last.get()?.["n"] ?? 0) >> SEGMENT_BITS;
      let erased = 0;
      for (let segment = 0; segment <= segments; segment += 1)
        erased += Number(erase.run(segment, tenant, person).changes);
      return erased;
    };
  };
  const eraseDocs = bySegments("docs", "DELETE FROM docs");
  const eraseCommands = bySegments(
    "operations",
    "UPDATE operations SET command = NULL, person = NULL",
  );
  const eraseRaws = prepare("DELETE FROM raws WHERE tenant = ? AND person = ?");
  const eraseLetters = prepare(
    "UPDATE dead_letters SET text = '', state = 'discarded', person = NULL, expires_at = NULL WHERE tenant = ? AND person = ?",
  );
  const pruneIdempotency = prepare(
    `UPDATE operations SET ${NO_IDEMPOTENCY}
     WHERE n IN (SELECT n FROM operations WHERE expires_at <= ? LIMIT ?)`,
  );
  const pruneRaws = prepare(
    "DELETE FROM raws WHERE native IN (SELECT native FROM raws WHERE expires_at <= ? LIMIT ?)",
  );
  const pruneLetters = prepare(
    `UPDATE dead_letters SET text = '', person = NULL, expires_at = NULL,
       reason = iif(state = 'open', reason || ' Its content was dropped: the retention of raw data ended.', reason),
       state = iif(state = 'open', 'discarded', state)
     WHERE n IN (SELECT n FROM dead_letters WHERE expires_at <= ? LIMIT ?)`,
  );
  return {
    erase: (tenant, person) =>
      [eraseRaws, eraseLetters].reduce(
        (total, statement) => total + Number(statement.run(tenant, person).changes),
        eraseDocs(tenant, person) + eraseCommands(tenant, person),
      ),
    prune: (now, limit) => [
      Number(pruneIdempotency.run(now, limit).changes),
      Number(pruneRaws.run(now, limit).changes),
      Number(pruneLetters.run(now, limit).changes),
    ],
  };
}
