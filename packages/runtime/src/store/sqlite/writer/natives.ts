import { NATIVE } from "../schema.ts";
import type { WireNative, WireRef } from "../wire.ts";
import type { Prepare } from "./statements.ts";

export interface NativeWrites {
  /** A repeat of an interpreted native is ignored; a parked one is replaced. Returns how many became due at once. */
  write(tenant: string, native: WireNative): number;
  /** The newest operation wins a reference. Returns how many parked natives became due at once. */
  addRef(tenant: string, ref: WireRef): number;
}

export function nativeWrites(prepare: Prepare): NativeWrites {
  const insert = prepare(
    `INSERT INTO natives (tenant, id, source, dedupe_key, subjects, received_at, occurred_at, parked_refs, due_at, text)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant, source, dedupe_key) DO NOTHING`,
  );
  const standing = prepare(
    "SELECT n, subjects, due_at FROM natives WHERE tenant = ? AND source = ? AND dedupe_key = ?",
  );
  const replace = prepare(
    `UPDATE natives SET subjects = ?, received_at = ?, occurred_at = ?, parked_refs = ?, due_at = ?, text = ?
     WHERE n = ?`,
  );
  const addTimeline = prepare(
    `INSERT OR IGNORE INTO timelines (tenant, subject, kind, key, n) VALUES (?1, ?2, ${NATIVE}, ?3, ?3)`,
  );
  const dropTimeline = prepare(
    `DELETE FROM timelines WHERE tenant = ? AND subject = ? AND kind = ${NATIVE} AND key = ?`,
  );
  const putRaw = prepare(
    "INSERT OR REPLACE INTO raws (native, tenant, content_type, person, expires_at, body) VALUES (?, ?, ?, ?, ?, CAST(? AS BLOB))",
  );
  const dropRaw = prepare("DELETE FROM raws WHERE native = ?");
  const putRef = prepare(
    `INSERT INTO refs (tenant, ref, operation) VALUES (?, ?, ?)
     ON CONFLICT (tenant, ref) DO UPDATE SET operation = excluded.operation`,
  );
  const knownRef = prepare("SELECT 1 FROM refs WHERE tenant = ? AND ref = ?");
  const park = prepare("INSERT OR IGNORE INTO parked_refs (tenant, ref, native) VALUES (?, ?, ?)");
  const unpark = prepare("DELETE FROM parked_refs WHERE native = ? AND tenant = ? AND ref = ?");
  const parkedRefs = prepare("SELECT parked_refs FROM natives WHERE n = ?");
  const parkedUnder = prepare("SELECT native FROM parked_refs WHERE tenant = ? AND ref = ?");
  const makeDue = prepare("UPDATE natives SET due_at = 0 WHERE n = ? AND due_at > 0");

  const dropOld = (
    tenant: string,
    n: number,
    subjects: string,
    encodeRefs: readonly string[],
  ): void => {
    for (const subject of JSON.parse(subjects) as string[]) dropTimeline.run(tenant, subject, n);
    for (const ref of encodeRefs) unpark.run(n, tenant, ref);
    dropRaw.run(n);
  };

  return {
    write(tenant, [id, source, dedupeKey, subjects, receivedAt, occurredAt, text, raw, parked]) {
      const subjectsJson = JSON.stringify(subjects);
      const knownAlready = parked?.[1].some((ref) => knownRef.get(tenant, ref)) ?? false;
      const dueAt = parked ? (knownAlready ? 0 : parked[0]) : null;
      const refs = parked ? JSON.stringify([parked[1], parked[2]]) : null;
      const added = insert.run(
        tenant,
        id,
        source,
        dedupeKey,
        subjectsJson,
        receivedAt,
        occurredAt,
        refs,
        dueAt,
        text,
      );
      let n = Number(added.lastInsertRowid);
      if (added.changes === 0) {
        const row = standing.get(tenant, source, dedupeKey);
        if (!row || row["due_at"] === null) return 0;
        n = Number(row["n"]);
        const [oldRefs] = JSON.parse(String(parkedRefs.get(n)?.["parked_refs"])) as [string[]];
        dropOld(tenant, n, String(row["subjects"]), oldRefs);
        replace.run(subjectsJson, receivedAt, occurredAt, refs, dueAt, text, n);
      }
      for (const subject of subjects) addTimeline.run(tenant, subject, n);
      if (raw) putRaw.run(n, tenant, raw[0], raw[1], raw[2], raw[3]);
      if (parked) for (const ref of parked[1]) park.run(tenant, ref, n);
      return knownAlready ? 1 : 0;
    },
    addRef(tenant, [ref, operation]) {
      putRef.run(tenant, ref, operation);
      let due = 0;
      for (const row of parkedUnder.all(tenant, ref))
        due += Number(makeDue.run(row["native"] ?? null).changes);
      return due;
    },
  };
}
