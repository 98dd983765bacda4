import type { Doc, DocWrite, Due, NativeRecord, Operation, OperationState } from "../store/port.ts";
import type { TenantId } from "../time-and-ids.ts";
import { providerOf, type Engine } from "./engine.ts";
import { ingest, type ParkedNative } from "./ingest.ts";
import type { LookUps } from "./look-up.ts";
import { settle } from "./settle.ts";

/** Does what fell due. Afterwards it is due no more, or later. */
export async function workOff(engine: Engine, lookUps: LookUps, due: Due): Promise<void> {
  switch (due.kind) {
    case "doc":
      return timer(engine, due.tenant, due.doc);
    case "operation":
      return operationDue(engine, lookUps, due.tenant, due.operation);
    case "deadline":
      return overdue(engine, due.tenant, due.operation);
    case "native":
      return unpark(engine, due.tenant, due.native);
  }
}

async function unpark(engine: Engine, tenant: TenantId, record: NativeRecord): Promise<void> {
  const parked = JSON.parse(record.text) as ParkedNative;
  const raw = record.raw === null ? null : { ...record.raw };
  await ingest(engine, tenant, raw === null ? parked.draft : { ...parked.draft, raw }, {
    waited: true,
    reacted: true,
    receivedAt: record.receivedAt,
    rawHash: parked.raw_hash,
  });
}

/**
 * The timer's events, each only while the timer still stands: what it waited for may have come meanwhile. The last one is
 * written together with the timer's end.
 */
export async function timer(engine: Engine, tenant: TenantId, doc: Doc): Promise<void> {
  const [collection] = doc.key;
  const natives = engine.definition.timers?.[collection]?.(doc, tenant) ?? [];
  const standing = { doc: doc.key, version: doc.version };
  const expires = engine.definition.expiring?.includes(collection) === true;
  const ended: DocWrite = expires
    ? { delete: doc.key }
    : { put: doc.key, text: doc.text, dueAt: null };
  for (const [index, native] of natives.entries()) {
    const last = index === natives.length - 1;
    const result = await ingest(engine, tenant, native, {
      waited: true,
      with: { guards: [standing], docs: last ? [ended] : [] },
    });
    if (result === "superseded") return;
    if (last && result !== "duplicate") return;
  }
  await engine.commit(tenant, { guards: [standing], docs: [ended] });
}

/** Nothing was handed to a provider yet. */
const NOT_LEFT: readonly OperationState[] = ["scheduled", "ready", "claimed"];

/**
 * What the passed deadline means, while it stands: what was waited for may have come meanwhile. It ends with the last event.
 * For what has not left nothing was waited for: it is put off by the operation's age.
 */
export async function overdue(
  engine: Engine,
  tenant: TenantId,
  { id, deadline, state, createdAt }: Operation,
): Promise<void> {
  if (deadline === null) return;
  const standing = { operation: id, deadline };
  if (NOT_LEFT.includes(state)) {
    const now = engine.clock.now();
    const at = now + Math.max(1_000, now - createdAt);
    await engine.commit(tenant, { guards: [standing], deadlines: [{ operation: id, at }] });
    return;
  }
  const ended = { operation: id, at: null };
  const natives = engine.definition.overdue?.(id) ?? [];
  for (const [index, native] of natives.entries()) {
    const last = index === natives.length - 1;
    const result = await ingest(engine, tenant, native, {
      waited: true,
      with: { guards: [standing], deadlines: last ? [ended] : [] },
    });
    if (result === "superseded") return;
    if (last && result !== "duplicate") return;
  }
  await engine.commit(tenant, { guards: [standing], deadlines: [ended] });
}

async function operationDue(
  engine: Engine,
  lookUps: LookUps,
  tenant: TenantId,
  operation: Operation,
): Promise<void> {
  const guards = [{ operation: operation.id, fence: operation.fence, states: [operation.state] }];
  switch (operation.state) {
    case "scheduled":
    case "claimed": // by an earlier version, which wrote claims down: nothing has left
      await engine.commit(tenant, {
        guards,
        operations: [{ id: operation.id, state: "ready", dueAt: null }],
      });
      return;
    case "dispatching":
      return leaseEnded(engine, tenant, operation);
    case "unknown":
      return lookUps.begin(tenant, operation);
    case "ready":
    case "accepted":
    case "rejected":
    case "cancelled":
    case "expired":
      await engine.commit(tenant, {
        guards,
        operations: [{ id: operation.id, state: operation.state, dueAt: null }],
      });
  }
}

/** Nobody knows whether it was sent. It is sent again only where the provider makes a repeat harmless. */
async function leaseEnded(engine: Engine, tenant: TenantId, operation: Operation): Promise<void> {
  const ttl = providerOf(engine, operation.lane)?.deduplicates?.ttlMs ?? 0;
  if (engine.clock.now() - operation.createdAt < ttl) {
    await engine.commit(tenant, {
      guards: [{ operation: operation.id, fence: operation.fence, states: ["dispatching"] }],
      operations: [{ id: operation.id, state: "ready", dueAt: null }],
    });
    return;
  }
  await settle(engine, tenant, operation, {
    kind: "unknown",
    reason: "The lease ended before an outcome was written.",
  });
}
