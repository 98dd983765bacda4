import type { ProviderRef } from "@underclaim/contract";
import type { DeadLetter, Doc, IdempotencyRecord, NativeRecord, Operation } from "../port.ts";
import { decodeText, decodeTuple } from "./encode-key.ts";
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
});

export interface IdempotencyRow {
  readonly key: string;
  readonly operation: string;
  readonly request_id: string;
  readonly fields: string;
  readonly replay_status: number;
  readonly expires_at: number;
  readonly result: string;
}
export const toIdempotency = (row: IdempotencyRow): IdempotencyRecord => ({
  key: decodeText(row.key),
  operation: row.operation,
  requestId: row.request_id,
  fields: JSON.parse(row.fields) as Record<string, string>,
  replayStatus: row.replay_status,
  expiresAt: row.expires_at,
  result: row.result,
});

export const NATIVE_FROM = `SELECT natives.*, raws.content_type AS raw_type, raws.person AS raw_person,
    raws.expires_at AS raw_expires_at, raws.body AS raw_body
  FROM natives LEFT JOIN raws ON raws.native = natives.n`;
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
export interface NativeRow {
  readonly tenant: string;
  readonly id: string;
  readonly source: string;
  readonly dedupe_key: string;
  readonly subjects: string;
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
export function toNative(row: NativeRow): NativeRecord {
  const native = {
    id: row.id,
    source: decodeText(row.source),
    dedupeKey: decodeText(row.dedupe_key),
    subjects: (JSON.parse(row.subjects) as string[]).map(decodeText),
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
