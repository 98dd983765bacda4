import type { WireDeadLetter, WireDoc } from "../wire.ts";
import type { Prepare } from "./statements.ts";

export interface DocumentWrites {
  doc(tenant: string, doc: WireDoc): void;
  deadLetter(tenant: string, letter: WireDeadLetter): void;
}

export function documentWrites(prepare: Prepare): DocumentWrites {
  const put = prepare(
    `INSERT INTO docs (tenant, key, version, text, due_at, person) VALUES (?, ?, 1, ?, ?, ?)
     ON CONFLICT (tenant, key) DO UPDATE SET
       version = version + 1, text = excluded.text, due_at = excluded.due_at, person = excluded.person`,
  );
  const drop = prepare("DELETE FROM docs WHERE tenant = ? AND key = ?");
  const putDeadLetter = prepare(
    `INSERT INTO dead_letters (tenant, id, source, state, code, reason, received_at, attempts, person, expires_at, text)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (tenant, id) DO UPDATE SET
       source = excluded.source, state = excluded.state, code = excluded.code, reason = excluded.reason,
       received_at = excluded.received_at, attempts = excluded.attempts, person = excluded.person,
       expires_at = excluded.expires_at, text = excluded.text`,
  );
  return {
    doc(tenant, [key, text, dueAt, person]) {
      if (text === null) drop.run(tenant, key);
      else put.run(tenant, key, text, dueAt, person);
    },
    deadLetter: (tenant, letter) => void putDeadLetter.run(tenant, ...letter),
  };
}
