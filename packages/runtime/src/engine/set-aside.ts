import type { Doc, Due, NativeRecord, Operation } from "../store/port.ts";
import type { Instant, TenantId } from "../time-and-ids.ts";
import { deadLetterOf, reasonOf } from "./dead-letter.ts";
import type { Engine } from "./engine.ts";
import type { ParkedNative } from "./ingest.ts";

/** What waits for an operator is never due by itself. */
const NEVER: Instant = Date.UTC(9999, 0, 1);
const SOONEST_AGAIN_MS = 5_000;

/**
 * Takes what could not be worked off out of the way, so that it holds nothing up: an event or a timer becomes a dead
 * letter, an operation is tried again later.
 */
export async function setAside(engine: Engine, due: Due, error: unknown): Promise<void> {
  switch (due.kind) {
    case "native":
      return setAsideNative(engine, due.tenant, due.native, error);
    case "doc":
      return setAsideTimer(engine, due.tenant, due.doc, error);
    case "operation":
      return postpone(engine, due.tenant, due.operation);
    case "deadline":
      return setAsideDeadline(engine, due.tenant, due.operation, error);
  }
}

async function setAsideNative(
  engine: Engine,
  tenant: TenantId,
  record: NativeRecord,
  error: unknown,
): Promise<void> {
  const { draft } = JSON.parse(record.text) as ParkedNative;
  const letter = {
    kind: "native",
    native: draft,
    receivedAt: record.receivedAt,
    parked: true,
  } as const;
  const { source, dedupeKey } = record;
  await engine.commit(tenant, {
    guards: [{ nativeNew: { source, dedupeKey } }],
    // It stays uninterpreted: the replay of its letter finds it new.
    natives: [{ ...record, parked: { refs: [], dueAt: NEVER } }],
    deadLetters: [
      await deadLetterOf(engine, tenant, source, letter, "not_processed", reasonOf(error)),
    ],
  });
  engine.counters.natives.dead_letter += 1;
}

async function setAsideTimer(
  engine: Engine,
  tenant: TenantId,
  doc: Doc,
  error: unknown,
): Promise<void> {
  const letter = { kind: "timer", key: doc.key } as const;
  await engine.commit(tenant, {
    guards: [{ doc: doc.key, version: doc.version }],
    docs: [{ put: doc.key, text: doc.text, dueAt: null }],
    deadLetters: [
      await deadLetterOf(engine, tenant, "adapter", letter, "not_processed", reasonOf(error)),
    ],
  });
  engine.counters.natives.dead_letter += 1;
}

/** It stays a deadline, so that the replay of its letter finds it standing. */
async function setAsideDeadline(
  engine: Engine,
  tenant: TenantId,
  { id, deadline }: Operation,
  error: unknown,
): Promise<void> {
  if (deadline === null) return;
  const letter = { kind: "deadline", operation: id } as const;
  await engine.commit(tenant, {
    guards: [{ operation: id, deadline }],
    deadlines: [{ operation: id, at: NEVER }],
    deadLetters: [
      await deadLetterOf(engine, tenant, "adapter", letter, "not_processed", reasonOf(error)),
    ],
  });
  engine.counters.natives.dead_letter += 1;
}

/** Each time the operation's age again: ever more rarely. */
async function postpone(engine: Engine, tenant: TenantId, operation: Operation): Promise<void> {
  const now = engine.clock.now();
  await engine.commit(tenant, {
    guards: [{ operation: operation.id, fence: operation.fence, states: [operation.state] }],
    operations: [
      {
        id: operation.id,
        state: operation.state,
        dueAt: now + Math.max(SOONEST_AGAIN_MS, now - operation.createdAt),
      },
    ],
  });
}
