import assert from "node:assert/strict";
import type { ProviderRef } from "@underclaim/contract";
import type {
  Changes,
  Committed,
  DeadLetter,
  EvidenceRecord,
  IdempotencyRecord,
  Key,
  NativeRecord,
  OperationState,
  OperationWrite,
  Store,
} from "../../store/port.ts";

export const TENANT = "tenant-a";
export const OTHER = "tenant-b";

export const ref = (value: string): ProviderRef => ({
  provider_name: "sandbox",
  ref_type: "message_id",
  ref_value: value,
});

export const newOperation = (
  id: string,
  state: OperationState = "ready",
  more: {
    lane?: string;
    createdAt?: number;
    dueAt?: number | null;
    text?: string;
    command?: { text: string; person: string | null };
    deadline?: number;
  } = {},
): OperationWrite => ({
  id,
  state,
  dueAt: more.dueAt ?? null,
  text: more.text ?? `{"id":"${id}"}`,
  create: {
    lane: more.lane ?? "main",
    subject: `subject-${id}`,
    createdAt: more.createdAt ?? 1000,
    ...(more.command === undefined ? {} : { command: more.command }),
    deadline: more.deadline ?? null,
  },
});

export const evidence = (id: string, subject = "subject-1"): EvidenceRecord => ({
  id,
  subject,
  text: JSON.stringify({ evidence_event_id: id }),
});

export const native = (dedupeKey: string, more: Partial<NativeRecord> = {}): NativeRecord => ({
  id: `native-${dedupeKey}`,
  source: "sandbox.status",
  dedupeKey,
  subjects: ["subject-1"],
  receivedAt: 5000,
  occurredAt: null,
  text: JSON.stringify({ status: dedupeKey }),
  raw: null,
  ...more,
});

export const parked = (dedupeKey: string, value: string, dueAt = 90_000): NativeRecord =>
  native(dedupeKey, { subjects: [], parked: { refs: [ref(value)], dueAt } });

export const idempotency = (
  key: string,
  more: Partial<IdempotencyRecord> = {},
): IdempotencyRecord => ({
  key,
  operation: `operation-${key}`,
  requestId: `request-${key}`,
  fields: { action_type: "hash-1", content: "hash-2" },
  replayStatus: 200,
  result: '{"action_state":"accepted"}',
  expiresAt: 10_000,
  ...more,
});

export const deadLetter = (id: string, more: Partial<DeadLetter> = {}): DeadLetter => ({
  id,
  source: "sandbox.status",
  state: "open",
  code: "unreadable",
  reason: "The body is not JSON.",
  receivedAt: 5000,
  attempts: 1,
  person: null,
  expiresAt: null,
  text: "{}",
  ...more,
});

/** The record with the operation that it is of. */
export const answered = (
  key: string,
  more: Partial<IdempotencyRecord> = {},
): Required<Pick<Changes, "idempotency" | "operations">> => {
  const record = idempotency(key, more);
  return { idempotency: record, operations: [newOperation(record.operation, "accepted")] };
};

/** Commits what no guard can stop. */
export async function write(
  store: Store,
  changes: Partial<Changes>,
  tenant = TENANT,
): Promise<Committed> {
  const result = await store.commit(tenant, { guards: [], ...changes });
  assert.equal(result.ok, true, "a commit without guards succeeds");
  return result;
}

export const put = (key: Key, text = "{}"): Partial<Changes> => ({ docs: [{ put: key, text }] });

export async function docText(store: Store, key: Key, tenant = TENANT): Promise<string | null> {
  return (await store.load(tenant, [{ doc: key }])).doc(key)?.text ?? null;
}

export async function operationState(
  store: Store,
  id: string,
  tenant = TENANT,
): Promise<OperationState | null> {
  return (await store.load(tenant, [{ operation: id }])).operation(id)?.state ?? null;
}

/** Ids of a page's events, in order. */
export async function eventIds(
  store: Store,
  tenant = TENANT,
  after = 0,
  limit = 1000,
): Promise<string[]> {
  const { text } = await store.page(tenant, after, limit);
  return (JSON.parse(text) as { evidence_event_id: string }[]).map(
    (event) => event.evidence_event_id,
  );
}
