import type { ProviderRef } from "@underclaim/contract";
import type { Instant, OperationId, SubjectId, TenantId } from "../time-and-ids.ts";

/** Names one document; any characters. The tenant is implied: it comes first in every primary key. */
export type Key = readonly [collection: string, ...parts: string[]];

/** Documents whose key starts with `prefix`, in key order; `after` is exclusive. */
export interface Range {
  readonly prefix: Key;
  readonly after?: Key;
  readonly limit: number;
}

export type Read =
  | { readonly doc: Key }
  | { readonly range: Range }
  /** How many documents there are under the prefix: what a limit is checked by, without reading them. */
  | { readonly count: Key }
  | { readonly operation: OperationId }
  /** Reads the operation it leads to, too. */
  | { readonly ref: ProviderRef }
  | { readonly idempotency: string };

export interface Doc {
  readonly key: Key;
  /** Counts the writes of this key, from 1. A deleted key starts at 1 again. */
  readonly version: number;
  readonly text: string;
  readonly dueAt: Instant | null;
}

export type OperationState =
  | "scheduled"
  | "ready"
  | "claimed"
  | "dispatching"
  | "accepted"
  | "rejected"
  | "unknown"
  | "cancelled"
  | "expired";

export interface Operation {
  readonly id: OperationId;
  readonly state: OperationState;
  readonly lane: string;
  readonly subject: SubjectId;
  /** Raised by each claim; a writer that names an older one is stale. */
  readonly fence: number;
  /** scheduled: when it becomes ready. dispatching: when the lease ends. unknown: when the provider is asked. */
  readonly dueAt: Instant | null;
  readonly createdAt: Instant;
  /** The runtime's OperationRecord as JSON. */
  readonly text: string;
  /** What the provider is told, as JSON. Null: nothing is to be sent, it was sent, or it was erased. */
  readonly command: string | null;
  /** When what is waited for after sending is overdue. Null: nothing is waited for (any more). */
  readonly deadline: Instant | null;
}

export interface IdempotencyRecord {
  readonly key: string;
  readonly operation: OperationId;
  readonly requestId: string;
  /** Keyed hash of each top-level field of the request. */
  readonly fields: Readonly<Record<string, string>>;
  /** The HTTP status a repeat is answered with: 200 or 422. */
  readonly replayStatus: number;
  /** The AdapterActionResult as first answered, but for its events: these stand in the ledger. JSON. */
  readonly result: string;
  readonly expiresAt: Instant;
}

/** All that was read in one round trip, as of one moment. Asking for what was not read is a programming error and throws. */
export interface Snapshot {
  doc(key: Key): Doc | null;
  /** Whether the document was asked for: a plan that reads step by step needs to know how far it is. */
  wasRead(key: Key): boolean;
  range(range: Range): readonly Doc[];
  count(prefix: Key): number;
  operation(id: OperationId): Operation | null;
  ref(ref: ProviderRef): OperationId | null;
  idempotency(key: string): IdempotencyRecord | null;
}

/** A native event is known by its source and dedupe key, within one tenant. */
export interface NativeKey {
  readonly source: string;
  readonly dedupeKey: string;
}

export type Guard =
  /** version 0 = absent */
  | { readonly doc: Key; readonly version: number }
  | { readonly range: Omit<Range, "limit">; readonly atMost: number }
  | {
      readonly operation: OperationId;
      readonly fence?: number;
      readonly states?: readonly OperationState[];
      /** The command must still be there: nobody has erased it. */
      readonly command?: true;
      readonly deadline?: Instant;
    }
  | { readonly refUnknown: ProviderRef }
  | { readonly idempotencyUnknown: string; readonly now: Instant }
  /** Passes while the native event is absent, or kept but not yet interpreted (parked). */
  | { readonly nativeNew: NativeKey };

export type DocWrite =
  | {
      readonly put: Key;
      readonly text: string;
      readonly dueAt?: Instant | null;
      /** Person key: `erase` removes the document. */
      readonly person?: string | null;
    }
  | { readonly delete: Key };

export interface OperationWrite {
  readonly id: OperationId;
  readonly state: OperationState;
  readonly dueAt: Instant | null;
  /** Obligatory for a new operation; absent keeps what stands. */
  readonly create?: {
    readonly lane: string;
    readonly subject: SubjectId;
    readonly createdAt: Instant;
    /** `person`: `erase` removes the command. */
    readonly command?: { readonly text: string; readonly person: string | null };
    readonly deadline?: Instant | null;
  };
  /** Absent keeps what stands. Obligatory with `create`. */
  readonly text?: string;
  /** The command is needed no more. */
  readonly dropsCommand?: boolean;
  /**
   * Written only where one of these holds; else this write is left out, and the rest of the change stands. Not with
   * `create`. (A guard that fails refuses the whole change.)
   */
  readonly where?: readonly OperationCondition[];
}

export interface OperationCondition {
  readonly fence?: number;
  readonly states: readonly OperationState[];
}

export interface RawPayload {
  readonly contentType: string;
  /** As received, U+0000 included. */
  readonly text: string;
  /** Person key, where the payload holds personal values. */
  readonly person: string | null;
  /** When retention ends; null = kept. */
  readonly expiresAt: Instant | null;
}

export interface NativeRecord extends NativeKey {
  /** Stable identifier derived from tenant, source and dedupe key. */
  readonly id: string;
  /** Every timeline this native event belongs to: subjects, endpoints. */
  readonly subjects: readonly SubjectId[];
  readonly receivedAt: Instant;
  /** A trusted time of the event, or null. */
  readonly occurredAt: Instant | null;
  /** What else the runtime keeps of it (StoredNative), as JSON; never holds raw or personal values. */
  readonly text: string;
  /** Kept only where raw data is switched on. */
  readonly raw: RawPayload | null;
  /**
   * Waiting for one of `refs` to become known, until `dueAt`. Committing such a ref makes the native due at once
   * (`dueAt` 0), and so does parking it under a ref that is known. Absent = interpreted. Writing over a parked native
   * replaces it; writing over an interpreted one is ignored.
   */
  readonly parked?: { readonly refs: readonly ProviderRef[]; readonly dueAt: Instant };
}

export interface EvidenceRecord {
  readonly id: string;
  readonly subject: SubjectId;
  /** The EvidenceEvent as JSON, one line. */
  readonly text: string;
  /** The native event of the same change that it comes from: a store may keep the two together. */
  readonly native?: string;
}

export type DeadLetterState = "open" | "replayed" | "discarded";

export interface DeadLetter {
  readonly id: string;
  readonly source: string;
  readonly state: DeadLetterState;
  readonly code: string;
  readonly reason: string;
  readonly receivedAt: Instant;
  readonly attempts: number;
  /** Person key, where the text holds personal values: `erase` empties the text and discards the letter. */
  readonly person?: string | null;
  /** When the text is dropped (`prune`); an open letter is discarded then. Absent or null = kept. */
  readonly expiresAt?: Instant | null;
  /** What is needed to try again, as JSON (wire request, or native draft). May hold personal values. Empty: dropped. */
  readonly text: string;
}

/** One immutable value that holds everything one step writes, with the guards under which it may be written. */
export interface Changes {
  readonly guards: readonly Guard[];
  /**
   * Of an operation that the same change creates. Rejects where the key exists, unless `idempotencyUnknown` for it is among
   * the guards (it then was absent or expired).
   */
  readonly idempotency?: IdempotencyRecord;
  readonly docs?: readonly DocWrite[];
  readonly operations?: readonly OperationWrite[];
  /** Moves or, with null, ends the deadlines of operations. An absent operation is ignored. */
  readonly deadlines?: readonly { readonly operation: OperationId; readonly at: Instant | null }[];
  /** A ref that exists is given to the newer operation: providers reuse short ids. Guard with `refUnknown` to refuse. */
  readonly refs?: readonly { readonly ref: ProviderRef; readonly operation: OperationId }[];
  readonly natives?: readonly NativeRecord[];
  /** A repeated id is ignored. The id is derived from the subject among others: a repeat names the same subject. */
  readonly evidence?: readonly EvidenceRecord[];
  readonly deadLetters?: readonly DeadLetter[];
}

export interface Committed {
  readonly ok: true;
  /** The ledger's head after this commit. */
  readonly head: number;
  /** Ids of evidence that was new. */
  readonly added: readonly string[];
  /** How many natives this commit made due at once: parked under a ref it wrote, or parked under one known already. */
  readonly unparked: number;
}

export interface FailedGuard {
  readonly ok: false;
  readonly guard: Guard;
}

export interface ClaimRequest {
  readonly owner: string;
  readonly now: Instant;
  readonly leaseMs: number;
  readonly limit: number;
  /** Only this lane; absent = any. */
  readonly lane?: string;
}

export interface Claim {
  readonly tenant: TenantId;
  readonly operation: Operation;
}

export type Due =
  | { readonly kind: "doc"; readonly tenant: TenantId; readonly doc: Doc }
  | { readonly kind: "operation"; readonly tenant: TenantId; readonly operation: Operation }
  /** The operation's deadline has passed. */
  | { readonly kind: "deadline"; readonly tenant: TenantId; readonly operation: Operation }
  | { readonly kind: "native"; readonly tenant: TenantId; readonly native: NativeRecord };

export interface Page {
  /** A JSON array of EvidenceEvents, joined from stored text. */
  readonly text: string;
  readonly count: number;
  /** The position after the last event of the page, or `after` where the page is empty. */
  readonly next: number;
}

export interface Timeline {
  /** In order of arrival. */
  readonly natives: readonly NativeRecord[];
  /** EvidenceEvents as JSON, in ledger order. */
  readonly evidence: readonly string[];
}

export interface StoreStats {
  readonly head: number;
  readonly operations: Readonly<Partial<Record<OperationState, number>>>;
  readonly oldestReadyAt: Instant | null;
  readonly openDeadLetters: number;
  readonly parkedNatives: number;
}

/** How many of each were dropped. */
interface Pruned {
  readonly idempotency: number;
  readonly raw: number;
  readonly deadLetters: number;
}

/**
 * The only door to durable state. Keys and raw payloads may hold any character; every other string is free of U+0000
 * (JSON escapes it). `commit` is durable before it resolves; guards are checked in order inside the serial
 * writer's transaction, so a change sees those before it in the same batch.
 *
 * Every method rejects with `StoreUnavailableError` when the medium refuses (full, read-only, locked, corrupt, closed);
 * then nothing of the call was written,
 * except where the writer itself died (`outcomeUnknown`). `commit` rejects with
 * `invalid_changes` where the changes contradict the store (an operation created twice, or absent without `create`).
 */
export interface Store {
  load(tenant: TenantId, reads: readonly Read[]): Promise<Snapshot>;
  commit(tenant: TenantId, changes: Changes): Promise<Committed | FailedGuard>;
  /**
   * Promises what is ready to one owner until the lease ends, in order of creation, each claim with a higher fence. For
   * readers it stays `ready`, with the fence it had, until it changes; guards that allow `ready` see it so, guards that allow
   * `claimed` alone see the newest claim. A claim may end with the process: nothing has left by then.
   */
  claim(request: ClaimRequest): Promise<readonly Claim[]>;
  /** Everything whose dueAt or deadline is at or before `now`, oldest first; it stays due until a commit changes it. */
  due(now: Instant, limit: number): Promise<readonly Due[]>;
  /** The earliest dueAt or deadline there is; the only timer a runtime needs. */
  nextDue(): Promise<Instant | null>;
  /** Ends every claim of others, and makes every lease not held by `owner` due at `now`: what a start does. Returns how many. */
  endLeases(owner: string, now: Instant): Promise<number>;
  page(tenant: TenantId, after: number, limit: number): Promise<Page>;
  /** The texts of events, in the order asked; those that do not exist are left out. */
  events(
    tenant: TenantId,
    asked: readonly Pick<EvidenceRecord, "subject" | "id">[],
  ): Promise<string[]>;
  head(): Promise<number>;
  /** The newest `limit` natives of the subject (in order of arrival) and the evidence of the subject. */
  timeline(tenant: TenantId, subject: SubjectId, limit?: number): Promise<Timeline>;
  native(tenant: TenantId, id: string): Promise<NativeRecord | null>;
  deadLetters(
    tenant: TenantId,
    /** In order of arrival; `after` is the id of the last one seen. */
    query: { readonly state?: DeadLetterState; readonly after?: string; readonly limit: number },
  ): Promise<readonly DeadLetter[]>;
  deadLetter(tenant: TenantId, id: string): Promise<DeadLetter | null>;
  /** Removes raw payloads, commands and documents tagged with the person; hash records stay. Returns how many. */
  erase(tenant: TenantId, person: string): Promise<number>;
  /**
   * Drops expired idempotency records, raw payloads past retention and the text of dead letters past theirs; a letter that
   * was open is `discarded`, and its reason says why.
   */
  prune(now: Instant): Promise<Pruned>;
  stats(): Promise<StoreStats>;
  /**
   * Yields the ledger's head after each commit that added evidence; skips intermediate heads when the reader is slow.
   * Counts from the call on: subscribe first, then read pages to the end, then wait.
   */
  heads(signal: AbortSignal): AsyncIterable<number>;
  close(): Promise<void>;
}
