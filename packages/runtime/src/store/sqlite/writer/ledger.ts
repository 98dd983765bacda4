import { isEndpointSubject } from "../../../endpoint-subject.ts";
import { HEAD } from "../rows.ts";
import type { WireEvidence, WireNative, WireRef } from "../wire.ts";
import type { Prepare } from "./statements.ts";

/** What of a change has been written. */
interface Appended {
  /** Indexes of the events that are new. Null: all of them. */
  readonly added: readonly number[] | null;
  /** How many natives became due at once. */
  readonly unparked: number;
}

/**
 * Native events and the evidence they were mapped to. The sequence of evidence is dense: a number is given only with a row,
 * and taken back when the transaction is.
 */
export interface Ledger {
  head(): number;
  /**
   * A repeat of an interpreted native is ignored; a parked one is replaced. An event the tenant has already is ignored. The
   * events are numbered in their order.
   */
  append(tenant: string, natives: readonly WireNative[], events: readonly WireEvidence[]): Appended;
  /** The newest operation wins a reference. Returns how many parked natives became due at once. */
  addRef(tenant: string, ref: WireRef): number;
  save(): void;
  takeBack(): void;
}

interface Standing {
  readonly n: number;
  readonly due_at: number | null;
  readonly parked_refs: string | null;
  readonly second_subject: string | null;
  readonly more_subjects: string | null;
}

const EVENT_COLUMNS = "seq, event_id, event_subject, event";
const NATIVE_COLUMNS =
  "subject, second_subject, more_subjects, received_at, occurred_at, parked_refs, due_at, text";

export function ledger(prepare: Prepare): Ledger {
  const insert = prepare(
    `INSERT INTO ledger (tenant, ${EVENT_COLUMNS}, id, source, dedupe_key, ${NATIVE_COLUMNS})
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const insertEvent = prepare(
    `INSERT INTO ledger (tenant, ${EVENT_COLUMNS}) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const standing = prepare(
    "SELECT n, due_at, parked_refs, second_subject, more_subjects FROM ledger WHERE tenant = ? AND source = ? AND dedupe_key = ?",
  );
  const replace = prepare(
    `UPDATE ledger SET (${NATIVE_COLUMNS}) = (?, ?, ?, ?, ?, ?, ?, ?) WHERE n = ?`,
  );
  const addSubject = prepare(
    "INSERT OR IGNORE INTO further_subjects (tenant, subject, native) VALUES (?, ?, ?)",
  );
  const dropSubject = prepare(
    "DELETE FROM further_subjects WHERE tenant = ? AND subject = ? AND native = ?",
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
  const parkedUnder = prepare("SELECT native FROM parked_refs WHERE tenant = ? AND ref = ?");
  const makeDue = prepare("UPDATE ledger SET due_at = 0 WHERE n = ? AND due_at > 0");

  let saved = Number(prepare(HEAD).get()?.["head"]);
  let head = saved;

  const appendEvent = (tenant: string, [id, subject, text]: WireEvidence): boolean => {
    if (insertEvent.run(tenant, head + 1, id, subject, text).changes === 0) return false;
    head += 1;
    return true;
  };

  /** What a native that waited leaves behind when it is replaced. */
  const dropParked = (
    tenant: string,
    { n, parked_refs, second_subject, more_subjects }: Standing,
  ): void => {
    const [refs] = JSON.parse(parked_refs ?? "[[]]") as [string[]];
    for (const ref of refs) unpark.run(n, tenant, ref);
    const subjects = JSON.parse(more_subjects ?? "[]") as string[];
    for (const each of [second_subject, ...subjects]) dropSubject.run(tenant, each, n);
    dropRaw.run(n);
  };

  /** Writes the native and, in its row where that can be, its first event. */
  const write = (
    tenant: string,
    [id, source, dedupeKey, subjects, receivedAt, occurredAt, text, raw, parked]: WireNative,
    event: WireEvidence | null,
  ): { readonly unparked: number; readonly withEvent: boolean } => {
    const knownAlready = parked?.[1].some((ref) => knownRef.get(tenant, ref)) ?? false;
    const dueAt = parked ? (knownAlready ? 0 : parked[0]) : null;
    const refs = parked ? JSON.stringify([parked[1], parked[2]]) : null;
    const [subject = null, second = null, ...further] = subjects;
    const more = further.length === 0 ? null : JSON.stringify(further);
    const kept = [subject, second, more, receivedAt, occurredAt, refs, dueAt, text] as const;
    const insertWith = (
      seq: number | null,
      [evId, evSubject, evText]: readonly [...(string | null)[]],
    ) =>
      insert.run(
        tenant,
        seq,
        evId ?? null,
        evSubject ?? null,
        evText ?? null,
        id,
        source,
        dedupeKey,
        ...kept,
      );

    let withEvent = event !== null;
    let added =
      event === null ? insertWith(null, []) : insertWith(head + 1, [event[0], event[1], event[2]]);
    let n = Number(added.lastInsertRowid);
    if (added.changes === 0) {
      withEvent = false;
      const row = standing.get(tenant, source, dedupeKey) as Standing | undefined;
      if (row === undefined) {
        // The event is known, the native is not.
        added = insertWith(null, []);
        n = Number(added.lastInsertRowid);
      } else {
        if (row.due_at === null) return { unparked: 0, withEvent };
        n = row.n;
        dropParked(tenant, row);
        replace.run(...kept, n);
      }
    }
    if (withEvent) head += 1;
    if (second !== null && !isEndpointSubject(second)) addSubject.run(tenant, second, n);
    for (const each of further) addSubject.run(tenant, each, n);
    if (raw) putRaw.run(n, tenant, raw[0], raw[1], raw[2], raw[3]);
    if (parked) for (const ref of parked[1]) park.run(tenant, ref, n);
    return { unparked: knownAlready ? 1 : 0, withEvent };
  };

  return {
    head: () => head,
    append(tenant, natives, events) {
      const added: number[] = [];
      let unparked = 0;
      let written = 0;
      for (let at = 0; at < events.length; at += 1) {
        const event = events[at];
        if (event === undefined) continue;
        let kept = false;
        for (; written <= event[3]; written += 1) {
          const native = natives[written];
          if (native === undefined) continue;
          const result = write(tenant, native, written === event[3] ? event : null);
          unparked += result.unparked;
          kept = result.withEvent;
        }
        if (kept || appendEvent(tenant, event)) added.push(at);
      }
      for (; written < natives.length; written += 1) {
        const native = natives[written];
        if (native !== undefined) unparked += write(tenant, native, null).unparked;
      }
      return { added: added.length === events.length ? null : added, unparked };
    },
    addRef(tenant, [ref, operation]) {
      putRef.run(tenant, ref, operation);
      let due = 0;
      for (const row of parkedUnder.all(tenant, ref))
        due += Number(makeDue.run(row["native"] ?? null).changes);
      return due;
    },
    save: () => void (saved = head),
    takeBack: () => void (head = saved),
  };
}
