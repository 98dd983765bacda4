import { EVIDENCE } from "../schema.ts";
import type { WireEvidence } from "../wire.ts";
import type { Prepare } from "./statements.ts";

/** The dense sequence of evidence: a number is given only with a row, and taken back when the transaction is. */
export interface Ledger {
  head(): number;
  /** False where the tenant has this event already. */
  append(tenant: string, event: WireEvidence): boolean;
  save(): void;
  takeBack(): void;
}

export function ledger(prepare: Prepare): Ledger {
  const insert = prepare("INSERT INTO evidence (seq, tenant, text) VALUES (?, ?, ?)");
  const addTimeline = prepare(
    `INSERT INTO timelines (tenant, subject, kind, key, n) VALUES (?, ?, ${EVIDENCE}, ?, ?) ON CONFLICT DO NOTHING`,
  );
  let saved = Number(prepare("SELECT coalesce(max(seq), 0) AS head FROM evidence").get()?.["head"]);
  let head = saved;
  return {
    head: () => head,
    append(tenant, [id, subject, text]) {
      if (addTimeline.run(tenant, subject, id, head + 1).changes === 0) return false;
      insert.run(++head, tenant, text);
      return true;
    },
    save: () => void (saved = head),
    takeBack: () => void (head = saved),
  };
}
