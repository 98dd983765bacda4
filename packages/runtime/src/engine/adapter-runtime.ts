import type {
  AdapterActionResult,
  AdapterDescriptor,
  AdapterEvent,
  AdapterEvidenceAssessment,
  AdapterHealth,
  AdapterLifecycleState,
  EndpointQuality,
  ErrorDescriptor,
  IdempotencyConflict,
  NativeEventSemantics,
  NativeStatusMapping,
} from "@underclaim/contract";
import type { NativeDraft } from "../definition/native.ts";
import type { Target } from "../definition/target.ts";
import type { SourceDefinition, WireRequest } from "../definition/source.ts";
import type { DeadLetter, DeadLetterState, Page, Store, StoreStats } from "../store/port.ts";
import type { OperationId, SubjectId, TenantId } from "../time-and-ids.ts";

/** One wrong field of a request: where (a path such as `content.action_links[0].url`) and what. Values are not repeated. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

/** How a posted action is answered; the HTTP plugin turns each kind into the design's status. */
export type ActionAnswer =
  /** 202, or 200 with `Idempotency-Replayed: true`. `text` is the AdapterActionResult. */
  | {
      readonly kind: "accepted";
      readonly operation: OperationId;
      readonly text: string;
      readonly replayed: boolean;
    }
  /** 422. `text` is the AdapterActionResult with its error and events. */
  | {
      readonly kind: "refused";
      readonly operation: OperationId;
      readonly text: string;
      readonly replayed: boolean;
    }
  /** 409. */
  | {
      readonly kind: "conflict";
      readonly conflict: IdempotencyConflict;
      readonly result: AdapterActionResult;
    }
  /** 400; no key consumed. */
  | {
      readonly kind: "malformed";
      readonly error: ErrorDescriptor;
      readonly problems: readonly FieldProblem[];
    }
  /** 503; no key consumed: the adapter is not configured yet, disabled or retired. */
  | { readonly kind: "disabled"; readonly error: ErrorDescriptor };

export type ReceiveAnswer =
  /** 202: durable. `deadLetter` where it could not be understood. */
  | { readonly kind: "received"; readonly natives: number; readonly deadLetter: string | null }
  /** 404: no such source, or one that arrives over a session. */
  | { readonly kind: "unknown_source" }
  /** 401 */
  | { readonly kind: "unverified"; readonly reason: string };

/** A native event with what it is about, where its observer knows; else it is correlated like any other. */
export interface Observation {
  readonly native: NativeDraft;
  readonly targets?: readonly Target[];
}

/** A native event as it is kept: what every event's `raw_event_ref` (`native:<id>`) leads to. Times are RFC 3339. */
export interface KeptNative {
  readonly id: string;
  readonly source: string;
  readonly dedupe_key: string;
  readonly received_at: string;
  readonly occurred_at: string | null;
  /** SHA-256 of the raw text, hex; null where there was none (the adapter's own acts). */
  readonly raw_hash: string | null;
  /** null: there was none, raw data is off, its retention has ended, or it was erased. */
  readonly raw: {
    /** Ends in `;base64` where `text` is base64. */
    readonly content_type: string;
    readonly text: string;
    readonly expires_at: string | null;
  } | null;
}

export interface SubjectTimeline {
  readonly subject_ref: SubjectId;
  /** Native events with what they were normalised to, in order of arrival. */
  readonly events: readonly AdapterEvent[];
}

export interface SubjectAssessment {
  readonly channel: AdapterEvidenceAssessment;
  readonly participant: AdapterEvidenceAssessment;
}

export interface ReplayAnswer {
  readonly state: DeadLetterState;
  readonly reason: string | null;
}

export type ResolveAnswer = "resolved" | "not_found" | "not_unknown";

export interface SubmitOptions {
  /** The adapter's own routes may name a `local:` case. */
  readonly local?: boolean;
}

/** What the HTTP interface must know of a source. */
interface HttpSource {
  readonly signed: boolean;
  readonly get?: boolean;
  readonly acknowledgement?: SourceDefinition["acknowledgement"];
}

/** A running adapter: what every transport (HTTP, in process, later NATS) talks to. Rejects with StoreUnavailableError only. */
export interface AdapterRuntime {
  readonly descriptor: AdapterDescriptor;
  readonly store: Store;
  /** Under which path subjects stand: "messages", "feed-items". */
  readonly subjectsPath: string;
  mappings(): readonly NativeStatusMapping[];
  nativeEvents(): readonly NativeEventSemantics[];
  /** Whether a source is signed: unsigned ones need a key with `events:write`. */
  source(name: string): HttpSource | null;

  /** `body` is parsed JSON, not yet validated. */
  submit(tenant: TenantId, body: unknown, options?: SubmitOptions): Promise<ActionAnswer>;
  action(tenant: TenantId, operation: OperationId): Promise<AdapterActionResult | null>;
  receive(tenant: TenantId, source: string, wire: WireRequest): Promise<ReceiveAnswer>;
  /** What the adapter's own code observed (a fetch). Resolves once durable. */
  observe(tenant: TenantId, observations: readonly Observation[]): Promise<void>;

  page(tenant: TenantId, after: number, limit: number): Promise<Page>;
  native(tenant: TenantId, id: string): Promise<KeptNative | null>;
  timeline(tenant: TenantId, subject: SubjectId): Promise<SubjectTimeline | null>;
  assessment(tenant: TenantId, subject: SubjectId): Promise<SubjectAssessment | null>;
  endpointQuality(tenant: TenantId, endpointId: string): Promise<EndpointQuality | null>;

  deadLetters(
    tenant: TenantId,
    query: { readonly state?: DeadLetterState; readonly after?: string; readonly limit: number },
  ): Promise<readonly DeadLetter[]>;
  replay(tenant: TenantId, deadLetter: string): Promise<ReplayAnswer | null>;
  discard(tenant: TenantId, deadLetter: string): Promise<ReplayAnswer | null>;
  /** An operator decides an operation whose outcome is unknown. */
  resolve(
    tenant: TenantId,
    operation: OperationId,
    as: "accepted" | "rejected",
    note: string,
  ): Promise<ResolveAnswer>;
  /**
   * @param person what the adapter's `erasable` understands; without one the key of a person
   * @throws PersonUnclearError where it leads to nobody, or to several
   */
  erase(tenant: TenantId, person: string): Promise<number>;

  readonly lifecycle: AdapterLifecycleState;
  /** `registered`, `disabled` and `retired` refuse new actions and still ingest. */
  setLifecycle(state: AdapterLifecycleState): void;
  /** With the providers of one tenant and of all; without a tenant with every provider. */
  health(tenant?: TenantId | null): Promise<AdapterHealth>;
  stats(): Promise<StoreStats>;
  counters(): RuntimeCounters;

  /** What is under way. Quiet: `inFlight === waiting`, not `claiming`, not `working`. */
  activity(): RuntimeActivity;
  start(): Promise<void>;
  /** Stops claiming, waits for what is in flight up to `graceMs`, flushes observations. Does not close the store. */
  stop(graceMs?: number): Promise<void>;
}

/** Totals since the start of the process; keys are closed sets, never values of requests. */
export interface RuntimeCounters {
  readonly actions: Readonly<
    Record<"accepted" | "refused" | "replayed" | "conflict" | "malformed", number>
  >;
  readonly outcomes: Readonly<Record<"accepted" | "rejected" | "not_sent" | "unknown", number>>;
  readonly natives: Readonly<
    Record<
      "ingested" | "duplicate" | "parked" | "uncorrelated" | "dead_letter" | "unverified",
      number
    >
  >;
  readonly evidence: number;
}

export interface RuntimeActivity {
  /** Operations claimed and not yet settled. */
  readonly inFlight: number;
  /** Those of them that wait for their provider. */
  readonly waiting: number;
  /** The dispatcher looks for what is ready. */
  readonly claiming: boolean;
  /** Something that fell due is worked off, or something that was handed in is being written. */
  readonly working: boolean;
}
