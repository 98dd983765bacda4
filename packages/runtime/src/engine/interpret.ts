import type { ProviderRef } from "@underclaim/contract";
import type { NativeDraft } from "../definition/native.ts";
import type {
  Changes,
  DocWrite,
  EvidenceRecord,
  Guard,
  NativeRecord,
  OperationWrite,
} from "../store/port.ts";
import type { Instant, OperationId, TenantId } from "../time-and-ids.ts";
import type { Correlation } from "./correlate.ts";
import { isSandbox, type Engine } from "./engine.ts";
import { evidenceOf } from "./evidence.ts";
import { nativeRecord } from "./native-record.ts";
import {
  answersTo,
  endpointOf,
  otherRefs,
  recordText,
  type OperationRecord,
} from "./operation-record.ts";
import { readUntilKnown } from "./read-until-known.ts";

/** What one native event, seen as being about `correlation`, writes. */
export interface Interpretation {
  readonly native: NativeRecord;
  readonly evidence: readonly EvidenceRecord[];
}

/** Maps: table → evidence, for each target. The one interpretation path of the house. */
export function interpret(
  engine: Engine,
  tenant: TenantId,
  draft: NativeDraft,
  correlation: Pick<Correlation, "targets">,
  lane: string | null,
  receivedAt: Instant,
  rawHash?: string | null,
): Interpretation {
  const native = withoutAddress(engine, draft);
  const record = nativeRecord(engine, tenant, native, correlation.targets, receivedAt, rawHash);
  const sandbox = isSandbox(engine, draft.lane ?? lane);
  const evidence = correlation.targets.flatMap((target) =>
    evidenceOf(engine, tenant, { native, nativeId: record.id, target, receivedAt, sandbox }),
  );
  return { native: record, evidence };
}

/** An endpoint's address is personal: what is kept and emitted names it by id or pseudonym. */
export function withoutAddress(engine: Engine, native: NativeDraft): NativeDraft {
  return native.endpoint ? { ...native, endpoint: endpointOf(engine, native.endpoint) } : native;
}

export interface ReactionChanges {
  readonly guards: readonly Guard[];
  readonly docs: readonly DocWrite[];
  readonly operations: readonly OperationWrite[];
  readonly deadlines: NonNullable<Changes["deadlines"]>;
  readonly refs: readonly { readonly ref: ProviderRef; readonly operation: OperationId }[];
}

export const NO_REACTION: ReactionChanges = {
  guards: [],
  docs: [],
  operations: [],
  deadlines: [],
  refs: [],
};

/** Reacts (pure): what the event changes beside the evidence. */
export async function reactionTo(
  engine: Engine,
  tenant: TenantId,
  native: NativeDraft,
  correlation: Pick<Correlation, "targets">,
  now: Instant,
): Promise<ReactionChanges> {
  const reactor = engine.definition.react?.[native.type];
  if (reactor === undefined) return NO_REACTION;
  const snapshot = await readUntilKnown(
    engine.store,
    tenant,
    (known) => reactor.reads?.(native, correlation.targets, known) ?? [],
  );
  const reaction = reactor.react(native, correlation.targets, snapshot, {
    tenant,
    now,
    ids: engine.ids,
  });
  const sends = reaction.sends ?? [];
  return {
    guards: reaction.guards ?? [],
    docs: reaction.docs ?? [],
    deadlines: (reaction.deadlines ?? []).map((operation) => ({ operation, at: null })),
    refs: sends.flatMap(({ operation, refs = [] }) => otherRefs(engine, operation, refs)),
    operations: sends.map((send): OperationWrite => {
      const record: OperationRecord = {
        request_id: send.operation,
        action_type: "reaction",
        correlation: { ...send.target.correlation, adapter_operation_id: send.operation },
        payload: null,
        action_surface: null,
        endpoint: send.target.endpoint ?? null,
        expires_at: send.expiresAt ?? null,
        planned: "queued",
        initial_events: [],
        error: null,
        received_at: now,
        completed_at: null,
        provider_refs: [],
        answers: answersTo(engine, send.operation, send.refs ?? []),
        metadata: send.metadata ?? null,
      };
      const notBefore = send.dispatch.notBefore ?? null;
      const later = notBefore !== null && notBefore > now;
      return {
        id: send.operation,
        state: later ? "scheduled" : "ready",
        dueAt: later ? notBefore : null,
        create: {
          lane: send.dispatch.lane,
          subject: send.subject,
          createdAt: now,
          command: {
            text: JSON.stringify(send.dispatch.command),
            person: send.person ?? null,
          },
        },
        text: recordText(record),
      };
    }),
  };
}

/** The parts as one change, lists in their order. */
export const joinChanges = (first: Changes, ...others: readonly Changes[]): Changes =>
  others.reduce(both, first);

function both(a: Changes, b: Changes): Changes {
  const idempotency = a.idempotency ?? b.idempotency;
  const lists = {
    guards: joinLists(a.guards, b.guards),
    docs: joinLists(a.docs, b.docs),
    operations: joinLists(a.operations, b.operations),
    deadlines: joinLists(a.deadlines, b.deadlines),
    refs: joinLists(a.refs, b.refs),
    natives: joinLists(a.natives, b.natives),
    evidence: joinLists(a.evidence, b.evidence),
    deadLetters: joinLists(a.deadLetters, b.deadLetters),
  };
  return idempotency === undefined ? lists : { ...lists, idempotency };
}

const NONE: readonly never[] = [];

/** Absent ones count as empty; mostly at least one is. */
function joinLists<T>(a: readonly T[] = NONE, b: readonly T[] = NONE): readonly T[] {
  if (b.length === 0) return a;
  return a.length === 0 ? b : [...a, ...b];
}
