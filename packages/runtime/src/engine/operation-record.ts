import type {
  ActionSurfaceRef,
  AdapterActionRequest,
  AdapterActionState,
  CorrelationContext,
  EndpointRef,
  ErrorDescriptor,
  ProviderRef,
  ResourceRef,
} from "@underclaim/contract";
import type { Target } from "../definition/target.ts";
import { joined } from "../flat-text.ts";
import { memo } from "../memo.ts";
import type { JsonObject } from "../json.ts";
import type { Operation } from "../store/port.ts";
import type { Instant, OperationId, SubjectId } from "../time-and-ids.ts";
import type { Engine } from "./engine.ts";

/** What an operation remembers of its request: enough to correlate and to answer, nothing personal. */
export interface OperationRecord {
  readonly request_id: string;
  readonly action_type: string;
  readonly correlation: CorrelationContext;
  readonly payload: ResourceRef | null;
  readonly action_surface: ActionSurfaceRef | null;
  readonly endpoint: EndpointRef | null;
  readonly expires_at: Instant | null;
  /** The state the plan answered with, for operations that are never dispatched. */
  readonly planned: AdapterActionState;
  readonly initial_events: readonly string[];
  /** Subjects of initial events that are not the operation's (it cancelled another). */
  readonly event_subjects?: readonly string[];
  readonly error: ErrorDescriptor | null;
  readonly received_at: Instant;
  readonly completed_at: Instant | null;
  /** What the provider answered with, newest answer first. */
  readonly provider_refs: readonly ProviderRef[];
  /** Whether it is found by its own id, where somebody names it (`AdapterDefinition.ownRef`). */
  readonly answers: boolean;
  readonly metadata: JsonObject | null;
}

/** The record with what the provider has told of the operation since. */
export function recordWith(
  operation: Operation,
  refs: readonly ProviderRef[],
  completedAt: Instant | null,
): string {
  const record = recordOf(operation);
  const older = record.provider_refs.filter((known) => !refs.some((ref) => sameRef(known, ref)));
  return recordText({
    ...record,
    provider_refs: [...refs, ...older],
    completed_at: completedAt ?? record.completed_at,
  });
}

/**
 * An operation is read again by each step that it takes, mostly within seconds, and its text is the same until one writes.
 * The text names nobody, so that an erasure need not reach it.
 */
const records = memo((text) => JSON.parse(text) as OperationRecord, {
  most: 4_096,
  longest: 16_384,
});

export const recordOf = ({ text }: Operation): OperationRecord => records(text);

/** The record as an operation keeps it. */
export function recordText(record: OperationRecord): string {
  const text = JSON.stringify(record);
  records.remember(text, record);
  return text;
}

const sameRef = (a: ProviderRef, b: ProviderRef): boolean =>
  a.provider_name === b.provider_name && a.ref_type === b.ref_type && a.ref_value === b.ref_value;

const isOwn = (engine: Engine, operation: OperationId, ref: ProviderRef): boolean =>
  engine.definition.ownRef !== undefined && sameRef(engine.definition.ownRef(operation), ref);

/** Whether the operation is to be found by its own id. */
export const answersTo = (
  engine: Engine,
  operation: OperationId,
  refs: readonly ProviderRef[],
): boolean => refs.some((ref) => isOwn(engine, operation, ref));

/** What must be written for the operation to be found by these: its own id leads to it without. */
export const otherRefs = (
  engine: Engine,
  operation: OperationId,
  refs: readonly ProviderRef[],
): { readonly ref: ProviderRef; readonly operation: OperationId }[] =>
  refs.flatMap((ref) => (isOwn(engine, operation, ref) ? [] : [{ ref, operation }]));

/** The operation that the reference would be the own one of. Null: it is of another kind. */
export function namedBy(engine: Engine, ref: ProviderRef): OperationId | null {
  return isOwn(engine, ref.ref_value, ref) ? ref.ref_value : null;
}

/** What evidence about this operation is correlated with. */
export function targetOf(
  operation: OperationId,
  subject: SubjectId,
  record: OperationRecord,
  method: Target["method"],
): Target {
  return {
    subject,
    operation,
    method,
    correlation: record.correlation,
    payload: record.payload,
    actionSurface: record.action_surface,
    endpoint: record.endpoint,
  };
}

/** The request's tracking context as the correlation every later event carries (AdapterInterfaceSpecification §19). */
export function correlationOf(
  request: AdapterActionRequest,
  operation: OperationId,
): CorrelationContext {
  const tracking = request.tracking_context;
  return {
    correlation_id: tracking.correlation_id,
    request_id: request.request_id,
    coordination_case_id: request.coordination_case_id,
    participant_id: request.participant_id ?? tracking.participant_id ?? null,
    notification_id: tracking.notification_id ?? null,
    delivery_id: tracking.delivery_id ?? null,
    interaction_id: tracking.interaction_id ?? null,
    payload_id: tracking.payload_id ?? null,
    action_surface_id: tracking.action_surface_id ?? null,
    adapter_operation_id: operation,
    provider_operation_id: null,
    provider_message_id: null,
    external_refs: tracking.external_context.map(({ key, value }) => ({
      provider_name: "external_context",
      ref_type: key,
      ref_value: value,
    })),
  };
}

/**
 * The endpoint as evidence may name it: by id, never by value. An endpoint without an id gets a keyed pseudonym of its
 * value, so that its quality can be looked up.
 */
export function endpointOf(
  engine: Engine,
  endpoint: EndpointRef | null | undefined,
): EndpointRef | null {
  if (endpoint === null || endpoint === undefined) return null;
  const id =
    endpoint.endpoint_id ??
    (endpoint.value === null || endpoint.value === undefined
      ? null
      : engine.endpointIds(JSON.stringify([endpoint.endpoint_type, endpoint.value])));
  return { endpoint_id: id, endpoint_type: endpoint.endpoint_type };
}

/** The timeline of an endpoint: what its quality is folded from. */
export const endpointSubject = (endpointId: string): SubjectId =>
  joined(":", "endpoint", endpointId);
