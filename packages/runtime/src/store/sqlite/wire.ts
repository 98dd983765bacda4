import type { OperationState } from "../port.ts";
import type { Failure } from "./failures.ts";

/** What the main thread and the writer say to each other: tuples, because structured clone repeats every property name. */
export type WireGuard =
  | readonly [kind: "doc", key: string, version: number]
  | readonly [kind: "range", from: string, below: string, atMost: number]
  | readonly [
      kind: "operation",
      id: string,
      fence: number | null,
      states: readonly OperationState[] | null,
      /** The command must still be there. */
      command: boolean,
      deadline: number | null,
    ]
  | readonly [kind: "ref", ref: string]
  | readonly [kind: "idempotency", key: string, now: number]
  | readonly [kind: "native", source: string, dedupeKey: string];

/** Written with the operation of the same change. */
export type WireIdempotency = readonly [
  key: string,
  requestId: string,
  fields: string,
  replayStatus: number,
  expiresAt: number,
  result: string,
  replaceExpired: boolean,
];

/** text null: the document is deleted. */
export type WireDoc = readonly [
  key: string,
  text: string | null,
  dueAt: number | null,
  person: string | null,
];

export type WireOperation = readonly [
  id: string,
  state: OperationState,
  dueAt: number | null,
  text: string | null,
  create: WireCreated | null,
  dropsCommand: boolean,
  where: readonly WireCondition[] | null,
];

type WireCondition = readonly [fence: number | null, states: readonly OperationState[]];

type WireCreated = readonly [
  lane: string,
  subject: string,
  createdAt: number,
  command: string | null,
  person: string | null,
  deadline: number | null,
  idempotency: WireIdempotency | null,
];

/** at null: nothing more is waited for. */
export type WireDeadline = readonly [operation: string, at: number | null];

export type WireRef = readonly [ref: string, operation: string];

export type WireNative = readonly [
  id: string,
  source: string,
  dedupeKey: string,
  subjects: readonly string[],
  receivedAt: number,
  occurredAt: number | null,
  text: string,
  raw:
    | readonly [contentType: string, person: string | null, expiresAt: number | null, text: string]
    | null,
  parked: readonly [dueAt: number, refs: readonly string[], refsAsJson: string] | null,
];

/** native: the index, among the change's natives, of the one it comes from; -1: none of them. */
export type WireEvidence = readonly [id: string, subject: string, text: string, native: number];

export type WireDeadLetter = readonly [
  id: string,
  source: string,
  state: string,
  code: string,
  reason: string,
  receivedAt: number,
  attempts: number,
  person: string | null,
  expiresAt: number | null,
  text: string,
];

export type WireChanges = readonly [
  tenant: string,
  guards: readonly WireGuard[],
  docs: readonly WireDoc[],
  operations: readonly WireOperation[],
  deadlines: readonly WireDeadline[],
  refs: readonly WireRef[],
  natives: readonly WireNative[],
  evidence: readonly WireEvidence[],
  deadLetters: readonly WireDeadLetter[],
];

export type WireRequest =
  | readonly [kind: "commit", changes: WireChanges]
  | readonly [
      kind: "claim",
      owner: string,
      now: number,
      leaseMs: number,
      limit: number,
      lane: string | null,
    ]
  | readonly [kind: "endLeases", owner: string, now: number]
  | readonly [kind: "erase", tenant: string, person: string]
  | readonly [kind: "prune", now: number, limit: number];

export interface OperationRow {
  readonly tenant: string;
  readonly id: string;
  readonly state: OperationState;
  readonly lane: string;
  readonly subject: string;
  readonly fence: number;
  readonly due_at: number | null;
  readonly created_at: number;
  readonly text: string;
  readonly command: string | null;
  readonly deadline: number | null;
}

/** added null: every event was new; else the indexes of those that were. */
export type WireResult =
  | readonly [kind: "committed", head: number, added: readonly number[] | null, unparked: number]
  | readonly [kind: "guard", index: number]
  | readonly [kind: "claimed", operations: readonly OperationRow[]]
  | readonly [kind: "counts", ...counts: number[]]
  | readonly [kind: "failed", failure: Failure];

export interface WriterSettings {
  readonly path: string;
  /** A module whose default export is told the name of each point it passes: for tests that kill. */
  readonly points: string | null;
  /** PRAGMA max_page_count, to fill a disk in a test. */
  readonly maxPages: number | null;
}

export type ToWriter = { readonly open: WriterSettings } | readonly WireRequest[] | "close";

export type FromWriter =
  | readonly [kind: "open", head: number]
  | readonly [kind: "refused", failure: Failure]
  | readonly [kind: "closed"]
  | readonly [kind: "done", head: number, results: readonly WireResult[]];
