import type { ProviderRef } from "@underclaim/contract";
import type { NativeDraft } from "../definition/native.ts";
import type { Outcome } from "../definition/provider.ts";
import type {
  Changes,
  Operation,
  OperationCondition,
  OperationState,
  OperationWrite,
} from "../store/port.ts";
import type { Instant, TenantId } from "../time-and-ids.ts";
import type { Engine } from "./engine.ts";
import { interpret, joinChanges, reactionTo } from "./interpret.ts";
import { recordOf, recording, targetOf } from "./operation-record.ts";
import type { Attempt } from "./races.ts";

/**
 * Writes what an attempt came to. The fence guards the transition, never the facts: a stale owner's late "sent, id X"
 * still commits its reference and its native event, and settles what nobody knew the outcome of.
 */
export async function settle(
  engine: Engine,
  tenant: TenantId,
  operation: Operation,
  outcome: Outcome,
  from: readonly OperationState[] = ["dispatching"],
): Promise<void> {
  const now = engine.clock.now();
  let natives = [...(outcome.natives ?? []), ...momentOf(engine, operation, outcome, now)];
  const where = conditionsOf(operation, outcome, from);
  const transition = transitionOf(engine, operation, outcome, now, where);
  const attempt = async (): Promise<Attempt<void>> => {
    const facts = await factsOf(engine, tenant, operation, outcome, natives, now);
    const changes = joinChanges({ guards: [], operations: [transition] }, facts);
    const refs = refsOf(outcome);
    const committed = await engine.flights.writing(tenant, operation, transition, refs, () =>
      engine.commit(tenant, changes),
    );
    if (committed.ok) {
      engine.counters.outcomes[outcome.kind] += 1;
      engine.counters.evidence += committed.added.length;
      engine.audit({
        event: `dispatch.${outcome.kind}`,
        tenant,
        operation: operation.id,
        ...("reason" in outcome ? { detail: outcome.reason } : {}),
      });
      await engine.point("dispatch.settled");
      return { won: undefined };
    }
    const failed = committed.guard;
    // Known already (a look-up told it): what it means is written, and must not be reacted to twice.
    if ("nativeNew" in failed)
      natives = natives.filter(
        (native) =>
          native.dedupeKey !== failed.nativeNew.dedupeKey ||
          native.source !== failed.nativeNew.source,
      );
    return { lost: failed };
  };
  const who = `The outcome of ${operation.id}`;
  return engine.races.run(tenant, { who, remedy: "the same thing." }, attempt);
}

/**
 * A receipt mostly comes as soon as the answer, and may have settled the operation by then, or an operator has. Where none of
 * these holds any more only the facts are written.
 */
function conditionsOf(
  operation: Operation,
  outcome: Outcome,
  from: readonly OperationState[],
): readonly OperationCondition[] {
  const own: OperationCondition = { fence: operation.fence, states: from };
  const settled = outcome.kind === "accepted" || outcome.kind === "rejected";
  return settled ? [own, { states: ["unknown", "ready"] }] : [own];
}

/** The operation as the outcome leaves it. */
export function transitionOf(
  engine: Engine,
  operation: Operation,
  outcome: Outcome,
  now: Instant,
  where?: readonly OperationCondition[],
): OperationWrite {
  const settled = outcome.kind === "accepted" || outcome.kind === "rejected";
  const refs = refsOf(outcome);
  const write: OperationWrite = {
    id: operation.id,
    ...nextState(engine, operation, outcome, now),
    // The command holds what the provider was told; a settled operation needs it no more.
    dropsCommand: settled,
    ...(where === undefined ? {} : { where }),
  };
  return settled || refs.length > 0
    ? recording(write, operation, refs, settled ? now : null)
    : write;
}

const refsOf = (outcome: Outcome): readonly ProviderRef[] =>
  "refs" in outcome ? (outcome.refs ?? []) : [];

function nextState(
  engine: Engine,
  operation: Operation,
  outcome: Outcome,
  now: Instant,
): Pick<OperationWrite, "state" | "dueAt"> {
  switch (outcome.kind) {
    case "accepted":
      return { state: "accepted", dueAt: null };
    case "rejected":
      return { state: "rejected", dueAt: null };
    case "not_sent":
      return { state: "scheduled", dueAt: Math.max(outcome.retryAt, now + 1) };
    case "unknown":
      return { state: "unknown", dueAt: lookupAt(engine, operation, now) };
  }
}

/** The first look-up comes soon, later ones ever more rarely: each time the age of the operation again. */
function lookupAt(engine: Engine, operation: Operation, now: Instant): Instant | null {
  const provider = engine.providers.find(({ lanes }) => lanes.includes(operation.lane));
  if (provider?.lookup === undefined) return null;
  return now + Math.max(1_000, now - operation.createdAt);
}

async function factsOf(
  engine: Engine,
  tenant: TenantId,
  operation: Operation,
  outcome: Outcome,
  natives: readonly NativeDraft[],
  now: Instant,
): Promise<Changes> {
  const refs = refsOf(outcome);
  const about = await Promise.all(
    natives.map((native) => factOf(engine, tenant, operation, native, now)),
  );
  return joinChanges(
    { guards: [], refs: refs.map((ref) => ({ ref, operation: operation.id })) },
    ...about,
  );
}

/** One native event of the operation itself: interpreted and reacted to like one from outside. */
export async function factOf(
  engine: Engine,
  tenant: TenantId,
  operation: Operation,
  native: NativeDraft,
  now: Instant,
): Promise<Changes> {
  const targets = [targetOf(operation.id, operation.subject, recordOf(operation), "operation")];
  const meaning = interpret(engine, tenant, native, { targets }, operation.lane, now);
  const reaction = await reactionTo(engine, tenant, native, { targets }, now);
  return joinChanges(
    {
      guards: [{ nativeNew: { source: native.source, dedupeKey: native.dedupeKey } }],
      natives: [meaning.native],
      evidence: meaning.evidence,
    },
    reaction,
  );
}

/** What the runtime itself saw, where the provider reported nothing. That it is delayed is said once, not at each retry. */
function momentOf(
  engine: Engine,
  operation: Operation,
  outcome: Outcome,
  now: Instant,
): NativeDraft[] {
  const moments = engine.definition.moments;
  if (moments === undefined || (outcome.natives ?? []).length > 0) return [];
  if (outcome.kind === "unknown") return [moment(moments.unknown, operation, "unknown", now)];
  if (outcome.kind === "not_sent") return [moment(moments.delayed, operation, "delayed", now)];
  return [];
}

/** A native event of the runtime's own making, about one operation. */
export function moment(type: string, operation: Operation, key: string, now: Instant): NativeDraft {
  return {
    type,
    source: "adapter",
    dedupeKey: `${operation.id}:${key}`,
    evidenceKey: `${operation.id}:${key}`,
    occurredAt: now,
    nativeType: null,
    nativeStatus: null,
    refs: [],
    observation: { source_type: "adapter", source_confidence: "high" },
  };
}
