import type { AdapterDescriptor } from "../schema/adapter-descriptor.ts";
import type { AdapterEvent } from "../schema/adapter-event.ts";
import type { AdapterEvidenceAssessment } from "../schema/adapter-evidence-assessment.ts";
import type { AdapterHealth } from "../schema/adapter-health.ts";
import type { EndpointQuality } from "../schema/endpoint-quality.ts";
import type { EvidenceEvent } from "../schema/evidence-event.ts";
import type { NativeStatusMapping } from "../schema/native-status-mapping.ts";
import type { FaultStep, NativeStep, ProviderReplyStep, RequestStep } from "./steps.ts";

/** What a test starts from. `clock` is always set by the runner. */
export interface Given {
  /** RFC 3339: the virtual clock's first instant. */
  readonly clock: string;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly documents: readonly Readonly<Record<string, unknown>>[];
}

/** An HTTP answer; header names in lower case. `body` is parsed where it is JSON, else text. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** An HTTP answer whose body is left as text. */
export interface TextAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * What a timeline and an assessment are asked of: a subject's own reference, or the operation that
 * made it. The operation's id is absent where the adapter gave none.
 */
export type SubjectQuery =
  | { readonly subject_ref: string }
  | { readonly request_id: string; readonly adapter_operation_id?: string };

/** Both assessments; `undefined` where the adapter has nothing of that subject. */
export interface Assessments {
  readonly channel?: AdapterEvidenceAssessment;
  readonly participant?: AdapterEvidenceAssessment;
}

/** A credential of another tenant, to see that nothing of this tenant's is there. */
export interface Stranger {
  evidence(): Promise<EvidenceEvent[]>;
  /** The answer of `GET /adapter/actions/:operation_id`. */
  operation(operationId: string): Promise<Answer>;
}

/**
 * An adapter under test, seen from outside. Runner and laws use nothing else.
 *
 * Each method resolves when the adapter has done all that can be done without the clock moving, a
 * provider replying or another step coming: observations are flushed and deliveries made. Time
 * stands still but for `advance`. Methods are called one at a time, `reset` first.
 */
export interface Driver {
  /** Empties the adapter and starts it with this configuration, these documents, this time. */
  reset(given: Given): Promise<void>;
  /** `POST /adapter/actions`, whatever the answer. */
  action(request: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** Answers the provider call that waits longest; if none waits, the next one. */
  providerReply(reply: ProviderReplyStep["provider_reply"]): Promise<void>;
  native(native: NativeStep["native"]): Promise<Answer>;
  request(request: Omit<RequestStep["request"], "expect">): Promise<TextAnswer>;
  /** Moves the clock (ISO 8601 duration) and does everything that falls due on the way. */
  advance(duration: string): Promise<void>;
  /** Stops and starts the adapter on the same data. */
  restart(): Promise<void>;
  fault(fault: FaultStep["fault"]): Promise<void>;
  /** The whole ledger, read by cursor from the beginning in pages of `pageSize`. */
  evidence(pageSize?: number): Promise<EvidenceEvent[]>;
  /** The subject's timeline entries, oldest first. */
  timeline(subject: SubjectQuery): Promise<readonly unknown[]>;
  assessment(subject: SubjectQuery): Promise<Assessments>;
  health(): Promise<AdapterHealth>;
  descriptor(): Promise<AdapterDescriptor>;
  mappings(): Promise<NativeStatusMapping[]>;
  endpointQuality(endpointId: string): Promise<EndpointQuality | undefined>;
  /** Every native event kept, those still waiting for their cause as `pending`. */
  adapterEvents(): Promise<AdapterEvent[]>;
  close(): Promise<void>;

  /** Provider references of an operation by type, where evidence does not carry them. */
  refs?(operationId: string): Promise<Readonly<Record<string, string>>>;
  /** How many external effects there have been since `reset`: provider calls that took effect. */
  effects?(): Promise<number>;
  deadLetters?(): Promise<readonly unknown[]>;
  /** All logs, metrics and problem bodies since `reset`, as one text. */
  traces?(): Promise<string>;
  stranger?(): Promise<Stranger>;
}
