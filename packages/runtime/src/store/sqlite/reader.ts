import { DatabaseSync } from "node:sqlite";
import type {
  DeadLetter,
  DeadLetterState,
  Due,
  EvidenceRecord,
  NativeRecord,
  Page,
  Read,
  Snapshot,
  StoreStats,
  Timeline,
} from "../port.ts";
import { isEndpointSubject } from "../../endpoint-subject.ts";
import type { Instant } from "../../time-and-ids.ts";
import { encodeText } from "./encode-key.ts";
import {
  DOC_COLUMNS,
  type DeadLetterRow,
  type DocRow,
  HEAD,
  NATIVE_FROM,
  OF_ENDPOINT,
  SEGMENTS,
  type NativeRow,
  toDeadLetter,
  toDoc,
  toNative,
  toOperation,
} from "./rows.ts";
import { MAY_BE_DUE, SEGMENT_BITS } from "./schema.ts";
import { loading } from "./snapshot.ts";
import { reading } from "./unavailable.ts";
import type { OperationRow } from "./wire.ts";
import { OPERATION_COLUMNS } from "./writer/operations.ts";
import { preparing } from "./writer/statements.ts";

export interface Reader {
  load(tenant: string, reads: readonly Read[]): Snapshot;
  due(now: Instant, limit: number): Due[];
  nextDue(): Instant | null;
  page(tenant: string, after: number, limit: number): Page;
  events(tenant: string, asked: readonly Pick<EvidenceRecord, "subject" | "id">[]): string[];
  timeline(tenant: string, subject: string, limit: number): Timeline;
  native(tenant: string, id: string): NativeRecord | null;
  deadLetters(
    tenant: string,
    state: DeadLetterState | null,
    after: string | null,
    limit: number,
  ): DeadLetter[];
  deadLetter(tenant: string, id: string): DeadLetter | null;
  /** As of now: a page may show events whose writer has not been heard of yet, and the head is never behind a page. */
  head(): number;
  stats(): StoreStats;
  close(): void;
}

function dueAt(due: Due): Instant {
  switch (due.kind) {
    case "doc":
      return due.doc.dueAt ?? 0;
    case "operation":
      return due.operation.dueAt ?? 0;
    case "deadline":
      return due.operation.deadline ?? 0;
    case "native":
      return due.native.parked?.dueAt ?? 0;
  }
}

/** Reads in the caller's thread: WAL lets it see the last commit while the writer writes. */
export function openReader(path: string): Reader {
  const db = reading(path, () => new DatabaseSync(path, { readOnly: true, timeout: 100 }));
  const prepare = preparing(db);
  const begin = prepare("BEGIN");
  const end = prepare("COMMIT");
  const load = loading(prepare);
  const page = prepare(
    `SELECT group_concat(event, ',') AS text, count(*) AS total, max(seq) AS next
     FROM (SELECT seq, event FROM ledger WHERE tenant = ? AND seq > ? ORDER BY seq LIMIT ?)`,
  );

  const head = prepare(HEAD);
  const currentHead = (): number => Number(head.get()?.["head"]);

  /** Several statements as of one moment. */
  const atOnce = <T>(read: () => T): T =>
    reading(path, () => {
      begin.run();
      try {
        return read();
      } finally {
        end.run();
      }
    });
  const one = <T>(sql: string, ...values: (string | number | null)[]): T | undefined =>
    prepare(sql).get(...values) as T | undefined;
  const all = <T>(sql: string, ...values: (string | number | null)[]): T[] =>
    prepare(sql).all(...values) as unknown as T[];

  return {
    load: (tenant, reads) =>
      reads.length > 1
        ? atOnce(() => load(tenant, reads))
        : reading(path, () => load(tenant, reads)),

    due: (now, limit) =>
      atOnce(() => {
        const docs = all<DocRow>(
          `SELECT ${DOC_COLUMNS} FROM docs WHERE due_at <= ? ORDER BY due_at, n LIMIT ?`,
          now,
          limit,
        ).map((row): Due => ({ kind: "doc", tenant: row.tenant, doc: toDoc(row) }));
        const operations = all<OperationRow>(
          `SELECT ${OPERATION_COLUMNS} FROM operations WHERE due_at <= ? AND ${MAY_BE_DUE} ORDER BY due_at, n LIMIT ?`,
          now,
          limit,
        ).map((row): Due => ({
          kind: "operation",
          tenant: row.tenant,
          operation: toOperation(row),
        }));
        const deadlines = all<OperationRow>(
          `SELECT ${OPERATION_COLUMNS} FROM operations WHERE deadline <= ? ORDER BY deadline, n LIMIT ?`,
          now,
          limit,
        ).map((row): Due => ({
          kind: "deadline",
          tenant: row.tenant,
          operation: toOperation(row),
        }));
        const natives = all<NativeRow>(
          `${NATIVE_FROM} WHERE due_at <= ? ORDER BY due_at, n LIMIT ?`,
          now,
          limit,
        ).map((row): Due => ({ kind: "native", tenant: row.tenant, native: toNative(row) }));
        return [...docs, ...operations, ...deadlines, ...natives]
          .sort((a, b) => dueAt(a) - dueAt(b))
          .slice(0, limit);
      }),

    nextDue: () =>
      reading(
        path,
        () =>
          one<{ at: number | null }>(
            `SELECT min(at) AS at FROM (
               SELECT min(due_at) AS at FROM docs WHERE due_at IS NOT NULL
               UNION ALL SELECT min(due_at) FROM operations WHERE due_at IS NOT NULL AND ${MAY_BE_DUE}
               UNION ALL SELECT min(deadline) FROM operations WHERE deadline IS NOT NULL
               UNION ALL SELECT min(due_at) FROM ledger WHERE due_at IS NOT NULL)`,
          )?.at ?? null,
      ),

    page: (tenant, after, limit) =>
      reading(path, () => {
        const row = page.get(tenant, after, limit) as
          | { text: string | null; total: number; next: number | null }
          | undefined;
        return { text: `[${row?.text ?? ""}]`, count: row?.total ?? 0, next: row?.next ?? after };
      }),

    events: (tenant, asked) =>
      atOnce(() =>
        asked.flatMap(({ subject, id }) =>
          all<{ event: string }>(
            "SELECT event FROM ledger WHERE tenant = ? AND event_subject = ? AND event_id = ?",
            tenant,
            encodeText(subject),
            id,
          ).map(({ event }) => event),
        ),
      ),

    timeline: (tenant, subject, limit) =>
      atOnce(() => ({
        natives: all<NativeRow>(
          `${NATIVE_FROM} WHERE ledger.n IN (
             SELECT n FROM (
               SELECT n FROM (SELECT n FROM ledger WHERE tenant = ?1 AND subject = ?2 ORDER BY n DESC LIMIT ?3)
               UNION
               SELECT native AS n FROM (
                 SELECT native FROM further_subjects WHERE tenant = ?1 AND subject = ?2 ORDER BY native DESC LIMIT ?3)
               ${isEndpointSubject(subject) ? `UNION SELECT n FROM (${OF_ENDPOINT})` : ""})
             ORDER BY n DESC LIMIT ?3)
           ORDER BY ledger.n`,
          tenant,
          encodeText(subject),
          limit,
        ).map(toNative),
        evidence: all<{ event: string }>(
          `SELECT event FROM ledger WHERE tenant = ? AND event_subject = ? AND event_id IS NOT NULL ORDER BY seq`,
          tenant,
          encodeText(subject),
        ).map(({ event }) => event),
      })),

    native: (tenant, id) =>
      reading(path, () => {
        const row = one<NativeRow>(
          `WITH RECURSIVE ${SEGMENTS}
           ${NATIVE_FROM} WHERE ledger.n = (
             SELECT n FROM segments CROSS JOIN ledger INDEXED BY ledger_native_id
             WHERE n >> ${SEGMENT_BITS} = s AND id = ? AND tenant = ? LIMIT 1)`,
          id,
          tenant,
        );
        return row ? toNative(row) : null;
      }),

    deadLetters: (tenant, state, after, limit) =>
      reading(path, () =>
        all<DeadLetterRow>(
          `SELECT * FROM dead_letters
           WHERE tenant = ?1 AND ${state === null ? "?2 IS NULL" : "state = ?2"}
             AND n > coalesce((SELECT n FROM dead_letters WHERE tenant = ?1 AND id = ?3), 0)
           ORDER BY n LIMIT ?4`,
          tenant,
          state,
          after,
          limit,
        ).map(toDeadLetter),
      ),

    deadLetter: (tenant, id) =>
      reading(path, () => {
        const row = one<DeadLetterRow>(
          "SELECT * FROM dead_letters WHERE tenant = ? AND id = ?",
          tenant,
          id,
        );
        return row ? toDeadLetter(row) : null;
      }),

    head: () => reading(path, currentHead),

    stats: () =>
      atOnce(() => ({
        head: currentHead(),
        operations: Object.fromEntries(
          all<{ state: string; total: number }>(
            "SELECT state, total FROM operation_counts WHERE total > 0",
          ).map(({ state, total }) => [state, total]),
        ),
        oldestReadyAt:
          one<{ at: number | null }>(
            "SELECT min(created_at) AS at FROM operations WHERE state = 'ready'",
          )?.at ?? null,
        openDeadLetters:
          one<{ total: number }>("SELECT count(*) AS total FROM dead_letters WHERE state = 'open'")
            ?.total ?? 0,
        parkedNatives:
          one<{ total: number }>("SELECT count(*) AS total FROM ledger WHERE due_at IS NOT NULL")
            ?.total ?? 0,
      })),

    close: () => db.close(),
  };
}
