import type { ProviderRef } from "@underclaim/contract";
import type { NativeDraft } from "../definition/native.ts";
import type { Target } from "../definition/target.ts";
import type { Changes, Guard, NativeRecord, Operation, OperationWrite } from "../store/port.ts";
import type { Instant, OperationId, TenantId } from "../time-and-ids.ts";
import {
  asRead,
  byReference,
  correlate,
  inFlight,
  uncorrelated,
  type Correlation,
} from "./correlate.ts";
import { contentHash } from "./digest.ts";
import type { Engine } from "./engine.ts";
import { interpret, NO_REACTION, reactionTo, withoutAddress } from "./interpret.ts";
import { nativeId, rawPayload } from "./native-record.ts";
import { recordOf, recording } from "./operation-record.ts";
import type { Attempt } from "./races.ts";

export type Ingested = "ingested" | "duplicate" | "parked" | "uncorrelated" | "superseded";

export interface IngestOptions {
  /** Known from the start: what the observer saw it to be about. Empty: the adapter's own case. */
  readonly targets?: readonly Target[];
  /** It has waited for its reference already: what is not found now is reported as uncorrelated. */
  readonly waited?: boolean;
  /** It was parked: its urgent reaction was written then. */
  readonly reacted?: boolean;
  readonly receivedAt?: Instant;
  /** The hash of raw data that is no longer at hand (a parked event). */
  readonly rawHash?: string | null;
  /** Written in the same commit (a timer's document, the end of a deadline). Where one of its guards fails the event is not written: `superseded`. */
  readonly with?: Pick<Changes, "docs" | "deadlines" | "guards">;
}

/**
 * Correlates, maps, reacts and commits one native event. Resolves once it is durable; a repeat changes nothing.
 * A failed guard means that the world moved: the step reads and decides again.
 */
export async function ingest(
  engine: Engine,
  tenant: TenantId,
  native: NativeDraft,
  options: IngestOptions = {},
): Promise<Ingested> {
  const receivedAt = options.receivedAt ?? engine.clock.now();
  await engine.point("ingest.received");
  const who = `A native event of ${native.source}`;
  // Who has lost looks into the store.
  let afresh = false;
  const attempt = async (): Promise<Attempt<Ingested>> => {
    const flying = afresh ? null : inFlight(engine, tenant, native);
    const step = await decide(engine, tenant, native, options, receivedAt, flying);
    await engine.point("ingest.decided");
    const commit = () => engine.commit(tenant, step.changes);
    const committed =
      step.about === null
        ? await commit()
        : await engine.flights.writing(tenant, step.about, step.settles, [], commit);
    if (committed.ok) {
      engine.counters.natives[step.result] += 1;
      engine.counters.evidence += committed.added.length;
      await engine.point("ingest.committed");
      return { won: step.result };
    }
    if (options.with?.guards.includes(committed.guard)) return { won: "superseded" };
    afresh = true;
    if (!("nativeNew" in committed.guard)) return { lost: committed.guard };
    engine.counters.natives.duplicate += 1;
    return { won: "duplicate" };
  };
  return engine.races.run(tenant, { who, remedy: "the same thing. Send it again." }, attempt);
}

interface Decided {
  readonly result: Exclude<Ingested, "duplicate" | "superseded">;
  readonly changes: Changes;
  /** The operation that it is about, and what is written of it. */
  readonly about: Operation | null;
  readonly settles: OperationWrite | null;
}

async function decide(
  engine: Engine,
  tenant: TenantId,
  asParsed: NativeDraft,
  options: IngestOptions,
  receivedAt: Instant,
  flying: Correlation | null,
): Promise<Decided> {
  let native = asParsed;
  const isNew: Guard = { nativeNew: { source: native.source, dedupeKey: native.dedupeKey } };
  const extra = options.with ?? { guards: [] };
  const found = await whatItIsAbout(engine, tenant, native, receivedAt, options, flying);

  if (found === null && waitsForReference(native, options)) {
    const urgent = isUrgent(engine, native)
      ? await reactionTo(engine, tenant, native, { targets: [] }, receivedAt)
      : NO_REACTION;
    return {
      result: "parked",
      about: null,
      settles: null,
      changes: {
        guards: [
          isNew,
          ...native.refs.map((ref) => ({ refUnknown: ref })),
          ...urgent.guards,
          ...extra.guards,
        ],
        natives: [parkedRecord(engine, tenant, native, receivedAt)],
        docs: [...urgent.docs, ...(extra.docs ?? [])],
        deadlines: [...urgent.deadlines, ...(extra.deadlines ?? [])],
        operations: urgent.operations,
        refs: urgent.refs,
      },
    };
  }

  const correlation = found ?? uncorrelated(engine, tenant, native);
  const lane = correlation.operation?.lane ?? correlation.lane ?? null;
  if (found !== null) native = refined(engine, native, correlation.operation);
  else if (engine.definition.stray !== undefined) native = engine.definition.stray(native);
  const meaning = interpret(engine, tenant, native, correlation, lane, receivedAt, options.rawHash);
  const done = options.reacted === true && isUrgent(engine, native);
  const reaction = done
    ? NO_REACTION
    : await reactionTo(engine, tenant, native, correlation, receivedAt);
  const settled = settles(engine, native, correlation, receivedAt);
  return {
    result: found === null ? "uncorrelated" : "ingested",
    about: correlation.operation,
    settles: settled.operations[0] ?? null,
    changes: {
      guards: [
        isNew,
        ...correlation.guards,
        ...settled.guards,
        ...reaction.guards,
        ...extra.guards,
      ],
      natives: [meaning.native],
      evidence: meaning.evidence,
      docs: [...reaction.docs, ...(extra.docs ?? [])],
      deadlines: [...reaction.deadlines, ...(extra.deadlines ?? [])],
      operations: [...settled.operations, ...reaction.operations],
      refs: [...learned(native, correlation), ...reaction.refs],
    },
  };
}

/** The native event as the operation it is about lets it be read. */
function refined(engine: Engine, native: NativeDraft, operation: Operation | null): NativeDraft {
  const refine = engine.definition.refine;
  if (refine === undefined || operation === null) return native;
  const { metadata, provider_refs } = recordOf(operation);
  return refine(native, { operation: operation.id, metadata, provider_refs });
}

const isUrgent = (engine: Engine, native: NativeDraft): boolean =>
  engine.definition.react?.[native.type]?.urgent === true;

async function whatItIsAbout(
  engine: Engine,
  tenant: TenantId,
  native: NativeDraft,
  receivedAt: Instant,
  { targets, waited }: IngestOptions,
  flying: Correlation | null,
): Promise<Correlation | null> {
  if (targets !== undefined && targets.length > 0) return { targets, operation: null, guards: [] };
  if (flying !== null) return flying;
  // A reference that may still become known outranks every weaker method: what is found must not hang on what came first.
  return waitsForReference(native, { waited })
    ? byReference(engine, tenant, native)
    : correlate(engine, tenant, native, receivedAt);
}

const waitsForReference = (native: NativeDraft, { waited }: Pick<IngestOptions, "waited">) =>
  native.refs.length > 0 && native.awaits !== false && waited !== true;

/**
 * A receipt can outrun or outlive the answer to its submission: it settles what is not settled yet. The fence does not
 * matter here, for a fact is a fact whoever held the lease.
 */
function settles(
  engine: Engine,
  native: NativeDraft,
  { operation, guards: ofCorrelation }: Correlation,
  now: Instant,
): { guards: Guard[]; operations: OperationWrite[] } {
  const verdict = engine.definition.resolves?.[native.type];
  if (verdict === undefined || operation === null) return { guards: [], operations: [] };
  // Whatever the state, it must be the state that was read: a change between makes the step decide again.
  const { id, state } = operation;
  const guards = ofCorrelation.length > 0 ? [] : [asRead(operation)];
  // "scheduled" too: what was put back because it seemed not sent has been sent after all, and is not sent again.
  const open = ["scheduled", "ready", "claimed", "dispatching", "unknown"].includes(state);
  if (!open) return { guards, operations: [] };
  const write: OperationWrite = { id, state: verdict, dueAt: null, dropsCommand: true };
  return { guards, operations: [recording(write, operation, native.learns ?? [], now)] };
}

/** What a parked native keeps instead of an interpretation. */
export interface ParkedNative {
  readonly draft: NativeDraft;
  readonly raw_hash: string | null;
}

function learned(
  native: NativeDraft,
  { operation }: Correlation,
): { ref: ProviderRef; operation: OperationId }[] {
  return operation === null
    ? []
    : (native.learns ?? []).map((ref) => ({ ref, operation: operation.id }));
}

const waitsFor = (engine: Engine, { awaitsMs }: NativeDraft): number =>
  Math.min(awaitsMs ?? engine.definition.parkMs, engine.definition.parkMs);

function parkedRecord(
  engine: Engine,
  tenant: TenantId,
  native: NativeDraft,
  receivedAt: Instant,
): NativeRecord {
  const { raw, unkept: _, ...draft } = withoutAddress(engine, native);
  const parked: ParkedNative = { draft, raw_hash: raw ? contentHash(raw.text) : null };
  return {
    id: nativeId(tenant, native),
    source: native.source,
    dedupeKey: native.dedupeKey,
    subjects: [],
    receivedAt,
    occurredAt: native.occurredAt,
    text: JSON.stringify(parked),
    raw: rawPayload(engine, native, receivedAt),
    parked: { refs: native.refs, dueAt: receivedAt + waitsFor(engine, native) },
  };
}
