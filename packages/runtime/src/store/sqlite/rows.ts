import type { ProviderRef } from "@underclaim/contract";
import type { DeadLetter, Doc, IdempotencyRecord, NativeRecord, Operation } from "../port.ts";
import { ofEndpoint } from "../../endpoint-subject.ts";
import { decodeText, decodeTuple } from "./encode-key.ts";
import { SEGMENT_BITS } from "./schema.ts";
import type { OperationRow } from "./wire.ts";

export const DOC_COLUMNS = "tenant, key, version, text, due_at";
export interface DocRow {
  readonly tenant: string;
  readonly key: string;
  readonly version: number;
  readonly text: string;
  readonly due_at: number | null;
}
export const toDoc = (row: DocRow): Doc => ({
  key: decodeTuple(row.key) as [string, ...string[]],
  version: row.version,
  text: row.text,
  dueAt: row.due_at,
});

export const toOperation = (row: OperationRow): Operation => ({
  id: row.id,
  state: row.state,
  lane: row.lane,
  subject: decodeText(row.subject),
  fence: row.fence,
  dueAt: row.due_at,
  createdAt: row.created_at,
  text: row.text,
  command: row.command,
  deadline: row.deadline,
});

export const IDEMPOTENCY_COLUMNS = "id, key, request_id, fields, replay_status, expires_at, result";
export interface IdempotencyRow {
  readonly key: string;
  readonly id: string;
  readonly request_id: string;
  readonly fields: string;
  readonly replay_status: number;
  readonly expires_at: number;
  readonly result: string;
}
export const toIdempotency = (row: IdempotencyRow): IdempotencyRecord => ({
  key: decodeText(row.key),
  operation: row.id,
  requestId: row.request_id,
  fields: JSON.parse(row.fields) as Record<string, string>,
  replayStatus: row.replay_status,
  expiresAt: row.expires_at,
  result: row.result,
});

/** The newest position, from tenant to tenant: no index knows the sequence across them. */
export const HEAD = `WITH RECURSIVE tenants (name) AS (
    SELECT min(tenant) FROM ledger INDEXED BY ledger_seq WHERE seq IS NOT NULL
    UNION ALL
    SELECT (SELECT min(tenant) FROM ledger INDEXED BY ledger_seq WHERE seq IS NOT NULL AND tenant > name)
    FROM tenants WHERE name IS NOT NULL)
  SELECT coalesce(max((SELECT max(seq) FROM ledger WHERE tenant = name AND seq IS NOT NULL)), 0) AS head FROM tenants`;

/** Newest first, as far as they are asked for. */
export const SEGMENTS = `segments (s) AS (
  SELECT max(n) >> ${SEGMENT_BITS} FROM ledger UNION ALL SELECT s - 1 FROM segments WHERE s > 0)`;

/** The newest ?3 of the endpoint ?2 and those of the same segment: within it they come oldest first. */
export const OF_ENDPOINT = `WITH RECURSIVE ${SEGMENTS}
  SELECT n FROM segments CROSS JOIN ledger INDEXED BY ledger_endpoint
  WHERE n >> ${SEGMENT_BITS} = s AND tenant = ?1 AND second_subject = ?2 AND ${ofEndpoint("second_subject")}
  LIMIT ?3 + ${1 << SEGMENT_BITS}`;

export const NATIVE_FROM = `SELECT ledger.tenant, id, source, dedupe_key, subject, second_subject, more_subjects,
    received_at, occurred_at, parked_refs, due_at, text,
    raws.content_type AS raw_type, raws.person AS raw_person,
    raws.expires_at AS raw_expires_at, raws.body AS raw_body
  FROM ledger LEFT JOIN raws ON raws.native = ledger.n`;
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
export interface NativeRow {
  readonly tenant: string;
  readonly id: string;
  readonly source: string;
  readonly dedupe_key: string;
  readonly subject: string | null;
  readonly second_subject: string | null;
  readonly more_subjects: string | null;
  readonly received_at: number;
  readonly occurred_at: number | null;
  readonly parked_refs: string | null;
  readonly due_at: number | null;
  readonly text: string;
  readonly raw_type: string | null;
  readonly raw_person: string | null;
  readonly raw_expires_at: number | null;
  /** A blob: Node 22 cuts text at U+0000, and a peer may send one. */
  readonly raw_body: Uint8Array | null;
}
function subjectsOf({ subject, second_subject, more_subjects }: NativeRow): string[] {
  if (subject === null) return [];
  if (second_subject === null) return [subject];
  const more = more_subjects === null ? [] : (JSON.parse(more_subjects) as string[]);
  return [subject, second_subject, ...more];
}

export function toNative(row: NativeRow): NativeRecord {
  const native = {
    id: row.id,
    source: decodeText(row.source),
    dedupeKey: decodeText(row.dedupe_key),
    subjects: subjectsOf(row).map(decodeText),
    receivedAt: row.received_at,
    occurredAt: row.occurred_at,
    text: row.text,
    raw:
      row.raw_type === null || row.raw_body === null
        ? null
        : {
            contentType: row.raw_type,
            text: utf8.decode(row.raw_body),
            person: row.raw_person === null ? null : decodeText(row.raw_person),
            expiresAt: row.raw_expires_at,
          },
  };
  if (row.parked_refs === null || row.due_at === null) return native;
  const [, refs] = JSON.parse(row.parked_refs) as [string[], string];
  return { ...native, parked: { refs: JSON.parse(refs) as ProviderRef[], dueAt: row.due_at } };
}

export interface DeadLetterRow {
  readonly id: string;
  readonly source: string;
  readonly state: DeadLetter["state"];
  readonly code: string;
  readonly reason: string;
  readonly received_at: number;
  readonly attempts: number;
  readonly person: string | null;
  readonly expires_at: number | null;
  readonly text: string;
}
export const toDeadLetter = (row: DeadLetterRow): DeadLetter => ({
  id: row.id,
  source: row.source,
  state: row.state,
  code: row.code,
  reason: row.reason,
  receivedAt: row.received_at,
  attempts: row.attempts,
  person: row.person === null ? null : decodeText(row.person),
  expiresAt: row.expires_at,
  text: row.text,
});
