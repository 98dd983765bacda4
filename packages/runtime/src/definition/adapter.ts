import type { AdapterDescriptor, EvidenceGrade, Mapping, ProviderRef } from "@underclaim/contract";
import type { JsonObject } from "../json.ts";
import type { Doc, Guard, Read, Snapshot } from "../store/port.ts";
import type { Instant, OperationId, TenantId } from "../time-and-ids.ts";
import type { ActionDefinition } from "./action.ts";
import type { Assess, AssessEndpoint, AssessmentDraft } from "./assess.ts";
import type { Erasable } from "./erasable.ts";
import type { CorrelationMethod, NativeDraft } from "./native.ts";
import type { Reactor } from "./react.ts";
import type { SourceDefinition } from "./source.ts";
import type { Target } from "./target.ts";

/** Native types of what the runtime itself observes of an operation. */
export interface Moments<T extends string> {
  /** The dispatch ended without a known outcome: a lease ran out, a provider threw. */
  readonly unknown: T;
  /** `expires_at` passed before the dispatch. */
  readonly expired: T;
  /** A cancellation ended the operation before the dispatch. */
  readonly cancelled: T;
  /** Proven not sent; it will be tried again. */
  readonly delayed: T;
  /** An operator resolved an unknown operation. */
  readonly resolvedAccepted: T;
  readonly resolvedRejected: T;
}

/** What is known of the operation that a native event is about. */
export interface RefinedBy {
  readonly operation: OperationId;
  /** As its plan gave it. */
  readonly metadata: JsonObject | null;
  /** What the provider answered with, newest answer first. */
  readonly provider_refs: readonly ProviderRef[];
}

/** An operation that is about to leave. */
export interface Leaving {
  readonly operation: OperationId;
  readonly caseId: string;
  /** As its plan, or the reaction that sends it, gave it. */
  readonly metadata: JsonObject | null;
}

/**
 * What stands against sending may have been written after the plan (an opt-out while a message waits for its time). Pure.
 * The guards must hold when the operation leaves, else it is looked at again.
 */
export interface Recheck<T extends string = string> {
  readonly reads: (leaving: Leaving) => readonly Read[];
  readonly check: (
    leaving: Leaving,
    snapshot: Snapshot,
    now: Instant,
  ) => { readonly guards: readonly Guard[]; readonly refused: NativeDraft<T> | null };
}

/** A method by which an adapter finds the subject of a native event that carries no known reference. */
export interface Correlator<T extends string = string> {
  readonly method: CorrelationMethod;
  readonly reads: (native: NativeDraft<T>, known: Snapshot | null) => readonly Read[];
  /** Empty: not found by this method; the next is tried. `receivedAt`: for natives that do not say when they happened. */
  readonly find: (
    native: NativeDraft<T>,
    snapshot: Snapshot,
    receivedAt: Instant,
  ) => readonly (Omit<Target, "method"> | AboutOperation)[];
  /** Evidence correlated by this method is no stronger. */
  readonly cap?: Partial<Omit<EvidenceGrade, "notes">>;
}

/** The native event is about what this operation is about; the runtime knows its subject and its case. */
export interface AboutOperation {
  readonly aboutOperation: OperationId;
}

export interface AdapterDefinition<T extends string = string> {
  readonly descriptor: AdapterDescriptor;
  readonly actions: Readonly<Record<string, ActionDefinition<T>>>;
  readonly sources: Readonly<Record<string, SourceDefinition<T>>>;
  readonly mapping: Mapping<T>;
  /** Absent where nothing is ever dispatched: every effect is local. */
  readonly moments?: Moments<T>;
  /** Tried in order after the references; strongest first. */
  readonly correlators?: readonly Correlator<T>[];
  /**
   * Native types that prove what became of a dispatch: a receipt shows that the provider had accepted. They settle an
   * operation whose own answer was lost.
   */
  readonly resolves?: { readonly [K in T]?: "accepted" | "rejected" };
  /**
   * What a native event means may depend on what was sent (a receipt of one part of three is no receipt of the whole).
   * Called for natives that are about one operation, before they are mapped. Pure; must not change source or dedupe key,
   * and must give the same for the same operation.
   */
  readonly refine?: (native: NativeDraft<T>, operation: RefinedBy) => NativeDraft<T>;
  /**
   * How a native event is read that is about nothing known: a receipt for a message that nobody sent is no receipt. Pure;
   * must not change source or dedupe key.
   */
  readonly stray?: (native: NativeDraft<T>) => NativeDraft<T>;
  /** Looked at again when an operation is about to leave: it may have waited. Absent: what was accepted is sent. */
  readonly recheck?: Recheck<T>;
  readonly react?: { readonly [K in T]?: Reactor<T> };
  /** Timers: documents of this collection that fell due become native events; the document's dueAt is cleared. */
  readonly timers?: Readonly<
    Record<string, (doc: Doc, tenant: TenantId) => readonly NativeDraft<T>[]>
  >;
  /**
   * The reference by which providers name an operation back to us where they echo its id. A plan that lists it among its
   * `refs` is found by it; it costs nothing to keep.
   */
  readonly ownRef?: (operation: OperationId) => ProviderRef;
  /** What it means that the deadline of an operation that has left has passed. */
  readonly overdue?: (operation: OperationId) => readonly NativeDraft<T>[];
  /** Collections whose documents are deleted when they fall due, with the last event of their timer if they have one. */
  readonly expiring?: readonly string[];
  readonly assess: Assess<T>;
  /** How an action is assessed that the store could not take. */
  readonly unavailable?: AssessmentDraft;
  readonly assessEndpoint?: AssessEndpoint<T>;
  /** Absent: an erasure takes the person's key alone, and nothing that leads to it. */
  readonly erasable?: Erasable<T>;
  /** Under which path a subject's timeline and assessment stand: "messages" or "feed-items". */
  readonly subjects: { readonly path: string; readonly prefix: string };
  /** Prefix of operation ids. */
  readonly operationPrefix: string;
  /** How long an event whose reference is not yet known waits for it, in ms. */
  readonly parkMs: number;
}
